package io.orderwire.ingestor.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.partition.Totals;
import io.orderwire.testing.fixtures.Fixtures;
import io.orderwire.testing.fixtures.RecordedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints that ingestors of earlier versions left, whole and damaged. */
class RecordedCheckpointTest {
    static List<RecordedRecord> checkpoints() {
        return Fixtures.all().stream()
                .flatMap(version -> version.records("checkpoints").stream())
                .toList();
    }

    private static String text() {
        return new String(
                Fixtures.of("0.1.0").records("checkpoints").get(0).row().value(), StandardCharsets.UTF_8);
    }

    private static IngestorState parse(String text) {
        return IngestorState.parse(text.getBytes(StandardCharsets.UTF_8), null);
    }

    @ParameterizedTest
    @MethodSource("checkpoints")
    void shouldKeepAllThatACheckpointSays(RecordedRecord checkpoint) {
        IngestorState state = IngestorState.parse(checkpoint.row().value(), null);
        assertThat(state.files()).isNotEmpty();
        assertThat(IngestorState.parse(state.toJson(), state.settledToJson()))
                .usingRecursiveComparison()
                .isEqualTo(state);
    }

    /** The earlier version can read the later one's checkpoint as long as the bytes are the same. */
    @Test
    void shouldWriteVersionThreeAsItWasRecorded() {
        Fixtures version = Fixtures.of("0.2.0");
        byte[] settled = version.records("settled").get(0).row().value();
        for (RecordedRecord checkpoint : version.records("checkpoints")) {
            byte[] value = checkpoint.row().value();
            IngestorState alone = IngestorState.parse(value, null);
            assertThat(alone.toJson()).as(checkpoint.name()).asString(UTF_8).isEqualTo(new String(value, UTF_8));
            IngestorState whole = IngestorState.parse(value, settled);
            assertThat(whole.toJson()).as(checkpoint.name()).isEqualTo(value);
            assertThat(whole.settledToJson()).asString(UTF_8).isEqualTo(new String(settled, UTF_8));
        }
    }

    @Test
    void shouldRefuseSettledFilesOfALaterVersion() {
        Fixtures version = Fixtures.of("0.2.0");
        byte[] own = version.records("checkpoints").get(0).row().value();
        String settled = new String(version.records("settled").get(0).row().value(), UTF_8)
                .replace("\"version\":3", "\"version\":4");
        assertThatThrownBy(() -> IngestorState.parse(own, settled.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "its settled files, under the key that ends in /settled: an ingestor's state of version 4, this"
                                + " ingestor reads 1 to 3: a newer one wrote it");
    }

    @Test
    void shouldReadVersionTwo() {
        IngestorState state = parse(text());
        assertThat(state.owner()).hasSize(36);
        assertThat(state.floor()).isEqualTo(HourFile.parse("00000000/0"));
        assertThat(state.files())
                .containsExactly(
                        new FileState(
                                HourFile.parse("20260505/15"),
                                new FileState.Progress(9_900, 9_900, 9_900),
                                9_900,
                                -1,
                                new FileState.Hashes("11ad55ef4494c60bdc8ffccfe8a063a1", "", ""),
                                true),
                        new FileState(
                                HourFile.parse("20260505/16~2"),
                                new FileState.Progress(7_321, 7_321, 0),
                                7_321,
                                -1,
                                new FileState.Hashes("ad1cf941b9cfc2e3c23285a6c49be46a", "", ""),
                                true),
                        new FileState(
                                HourFile.parse("20260505/17"),
                                new FileState.Progress(5_870_682, 625_209, 0),
                                5_870_732,
                                -1,
                                new FileState.Hashes("67fa8b7e479417053708e46f2b3669c2", "", ""),
                                false));
        assertThat(state.nextSeq()).containsExactly(58, 16);
        assertThat(state.totals()).isEqualTo(new Totals(72, 14, 1, 0, 0, 0));
        assertThat(state.lastBlock()).isZero();
        assertThat(state.throughput()).isZero();
        assertThat(state.blocks()).isEqualTo(BlockCounts.NONE);
        UncountedBytes range = state.uncounted().get(0);
        assertThat(state.uncounted()).hasSize(1);
        assertThat(range.id()).startsWith("ingestor-age-20260505/16~2@2954-");
        assertThat(range)
                .isEqualTo(new UncountedBytes(
                        range.id(),
                        HourFile.parse("20260505/16~2"),
                        2_954,
                        2_954,
                        7_321,
                        "ad1cf941b9cfc2e3c23285a6c49be46a",
                        range.fromMs(),
                        range.toMs()));
    }

    @Test
    void shouldRefuseACheckpointThatWasCutAnywhere() {
        byte[] whole = text().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> IngestorState.parse(cut, null))
                    .as("%d bytes", length)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldIgnoreMembersThatItDoesNotKnow() {
        String more = text().replace("{\"version\":2,", "{\"version\":2,\"unknown\":{\"a\":[1,{}],\"offset\":-7},")
                .replace("\"lineStart\"", "\"new\":[[{\"offset\":1}]],\"lineStart\"");
        assertThat(parse(more)).usingRecursiveComparison().isEqualTo(parse(text()));
    }

    @Test
    void shouldSayThatANewerVersionWroteIt() {
        String newer = text().replace("\"version\":2", "\"version\":4").replace("\"nextSeq\":[", "\"nextSeq\":[{},");
        assertThatThrownBy(() -> parse(newer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an ingestor's state of version 4, this ingestor reads 1 to 3: a newer one wrote it");
    }

    /** A position that is misread would lose or repeat data. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"version\":2 \"version\":\"2\"",
                "\"files\":[ \"files\":[7,",
                "\"files\":[ \"files\":{},\"x\":[",
                "\"offset\":9900 \"offset\":\"9900\"",
                "\"offset\":9900 \"offset\":-1",
                "\"offset\":9900 \"offset\":9900.5",
                "\"offset\":9900 \"offset\":[9900]",
                "\"offset\":9900 \"offset\":99000000000000000000",
                "\"rememberedFrom\":-1 \"rememberedFrom\":-2",
                "\"file\":\"20260505/15\" \"file\":15",
                "\"file\":\"20260505/15\" \"file\":\"20260505/24\"",
                "\"floor\":\"00000000/0\" \"floor\":7",
                "\"nextSeq\":[58 \"nextSeq\":[\"58\"",
                "\"nextSeq\":[58 \"nextSeq\":[0",
                "\"nextSeq\":[58,16] \"nextSeq\":58",
                "\"nextSeq\":[58 \"nextSeq\":[58.5",
                "\"owner\":\"55afbfe1 \"owner\":7,\"x\":\"55afbfe1",
                "\"fingerprint\":\"11ad \"fingerprint\":null,\"x\":\"11ad",
                "\"id\":\"ingestor \"id\":{},\"x\":\"ingestor",
                "\"found\":72 \"found\":\"72\"",
                "\"found\":72 \"found\":-72",
                "\"jumps\":[ \"jumps\":null,\"x\":["
            })
    void shouldRefuseAMemberThatItKnowsAndCannotRead(String change) {
        String[] words = change.split(" ");
        String changed = text().replaceFirst(java.util.regex.Pattern.quote(words[0]), words[1]);
        assertThat(changed).isNotEqualTo(text());
        assertThatThrownBy(() -> parse(changed)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"offset\":7321 \"offset\":null files[1].offset must be an integer",
                "\"offset\":7321 \"offset\":-1 files[1].offset must be no less than 0",
                "\"file\":\"20260505/17\" \"x\":1 files[2]: file must be there",
                "\"files\":[ \"files\":7,\"x\":[ files must be an array",
                "\"jumps\":[ \"jumps\":[7, jumps[0] must be an object",
                "\"nextSeq\":[58 \"nextSeq\":[\"58\" nextSeq[0] must be an integer",
                "\"fromMs\":1795906763045 \"fromMs\":\"\" jumps[0].fromMs must be an integer"
            })
    void shouldNameTheMemberThatItCannotRead(String change) {
        String[] words = change.split(" ", 3);
        String changed = text().replaceFirst(java.util.regex.Pattern.quote(words[0]), words[1]);
        assertThat(changed).isNotEqualTo(text());
        assertThatThrownBy(() -> parse(changed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not an ingestor's state: " + words[2]);
    }
}
