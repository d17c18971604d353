package io.orderwire.ingestor.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.ingestor.partition.Totals;
import io.orderwire.orders.HourFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class IngestorStateTest {
    @Test
    void shouldReadBackWhatItWrote() {
        FileState file = new FileState(HourFile.parse("20260505/17~2"), 1L << 40, 77, 5, "ab12");
        IngestorState state = new IngestorState(
                "me", HourFile.parse("20260505/3"), List.of(file), new long[] {1, 7}, new Totals(9, 10, 1));
        IngestorState read = IngestorState.parse(state.toJson());
        assertThat(read).usingRecursiveComparison().isEqualTo(state);

        IngestorState first = IngestorState.first("x", 2);
        assertThat(IngestorState.parse(first.toJson()))
                .usingRecursiveComparison()
                .isEqualTo(first);
        assertThat(first.nextSeq()).containsExactly(1, 1);
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        for (String text :
                List.of("", "{}", "[]", "{\"version\":2,\"nextSeq\":[1]}", "{\"version\":1,\"nextSeq\":[]}")) {
            assertThatThrownBy(() -> IngestorState.parse(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
