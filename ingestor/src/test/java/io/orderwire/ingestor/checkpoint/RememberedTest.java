package io.orderwire.ingestor.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.partition.Totals;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The remembered blocks in a checkpoint. */
class RememberedTest {
    private static final Remembered SOME = new Remembered(
            985_138_183,
            985_148_182,
            985_140_000,
            "memory",
            7,
            List.of(
                    new Remembered.Part(HourFile.parse("20260505/16"), 985_140_001, List.of()),
                    new Remembered.Part(
                            HourFile.parse("20260505/17~2"),
                            985_148_182,
                            List.of(
                                    new Remembered.Shed(10, 20, 985_141_000),
                                    new Remembered.Shed(30, 50, 985_142_000)))));

    private static IngestorState state(Remembered remembered) {
        return new IngestorState(
                "me",
                new IngestorState.Followed(null, List.of()),
                new IngestorState.Account(new long[] {1}, Totals.NONE, List.of()),
                new IngestorState.ReadBlocks(5, BlockCounts.NONE, SequenceState.NONE),
                Origin.UNKNOWN,
                null,
                remembered,
                0);
    }

    private static String text(Remembered remembered) {
        return new String(state(remembered).toJson(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldReadBackWhatItWrote() {
        assertThat(IngestorState.parse(state(SOME).toJson(), null).remembered()).isEqualTo(SOME);
        assertThat(IngestorState.parse(state(SOME).of(Origin.UNKNOWN).toJson(), null)
                        .remembered())
                .isEqualTo(SOME);
    }

    @Test
    void shouldWriteNothingWhenNothingIsRemembered() {
        assertThat(text(Remembered.NOTHING)).doesNotContain("remembered\"");
        assertThat(IngestorState.parse(state(Remembered.NOTHING).toJson(), null).remembered())
                .isEqualTo(Remembered.NOTHING);
    }

    @Test
    void shouldForgetItWithThePositions() {
        assertThat(state(SOME).withoutPositions().remembered()).isEqualTo(Remembered.NOTHING);
    }

    @Test
    void shouldIgnoreMembersThatItDoesNotKnow() {
        String more = text(SOME)
                .replace("\"first\":", "\"new\":{\"a\":[1]},\"first\":")
                .replace("\"to\":", "\"new\":{\"a\":[1]},\"to\":");
        assertThat(IngestorState.parse(more.getBytes(StandardCharsets.UTF_8), null)
                        .remembered())
                .isEqualTo(SOME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"remembered\":{ \"remembered\":[],\"x\":{",
                "\"first\":985138183 \"first\":\"985138183\"",
                "\"first\":985138183 \"first\":-2",
                "\"cause\":\"memory\" \"cause\":7",
                "\"file\":\"20260505/16\" \"file\":16",
                "\"file\":\"20260505/16\" \"file\":\"20260505/24\"",
                "\"shed\":[10, \"shed\":[",
                "\"shed\":[10, \"shed\":[\"10\",",
                "\"shed\":[10, \"shed\":[10.5,",
                "\"to\":985140001 \"to\":99000000000000000000"
            })
    void shouldRefuseAMemberThatItKnowsAndCannotRead(String change) {
        String[] words = change.split(" ");
        String changed = text(SOME).replace(words[0], words[1]);
        assertThat(changed).isNotEqualTo(text(SOME));
        assertThatThrownBy(() -> IngestorState.parse(changed.getBytes(StandardCharsets.UTF_8), null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
