package io.orderwire.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.position.Sequence;
import io.orderwire.gateway.protocol.Cursor.Range;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @Test
    void shouldReadBackWhatItWrote() {
        Cursor cursor = new Cursor(
                Uuid.randomUuid(),
                new long[] {0, 127, 128, Long.MAX_VALUE},
                new long[] {0, 1, 1L << 35, 16_383},
                List.of(List.of(), List.of(), List.of(new Range(1_000, 2_000), new Range(7, 7)), List.of()));

        Cursor read = Cursor.decode(cursor.encode());

        assertThat(read.topicId()).isEqualTo(cursor.topicId());
        assertThat(read.nextOffsets()).isEqualTo(cursor.nextOffsets());
        assertThat(read.lastSeqs()).isEqualTo(cursor.lastSeqs());
        assertThat(read.leftOut()).isEqualTo(cursor.leftOut());
    }

    @Test
    void shouldReadBackAsManyPartitionsAsThereMayBe() {
        long[] far = new long[1_024];
        Arrays.fill(far, 1L << 45);
        Cursor cursor = new Cursor(Uuid.randomUuid(), far, far, Collections.nCopies(far.length, List.of()));

        assertThat(Cursor.decode(cursor.encode()).nextOffsets()).isEqualTo(far);
    }

    @Test
    void shouldRefuseRangesThatAreNone() {
        List<Range> above = List.of(new Range(5, 11));
        List<Range> rising = List.of(new Range(2, 3), new Range(5, 6));
        List<Range> below = List.of(new Range(-1, 3));
        for (List<Range> ranges : List.of(above, rising, below)) {
            String text = new Cursor(Uuid.randomUuid(), new long[] {1}, new long[] {10}, List.of(ranges)).encode();
            assertThatThrownBy(() -> Cursor.decode(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldRefuseMoreRangesThanAnyGatewayNames() {
        List<Range> many = IntStream.rangeClosed(1, 33)
                .mapToObj(i -> new Range(1_000 - 10 * i, 1_001 - 10 * i))
                .toList();
        long[] seqs = {1_000, 1_000};
        String text = new Cursor(Uuid.randomUuid(), new long[] {1, 1}, seqs, List.of(many, many)).encode();

        assertThatThrownBy(() -> Cursor.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseSequencesThatNoTopicHolds() {
        String text = new Cursor(Uuid.randomUuid(), new long[] {1}, new long[] {Sequence.MAX + 1}, List.of(List.of()))
                .encode();

        assertThatThrownBy(() -> Cursor.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseATextThatIsTooLongBeforeReadingIt() {
        assertThatThrownBy(() -> Cursor.decode("A".repeat(8_192))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldStayBelowTwoKibibytesWithAHundredPartitions() {
        long[] far = new long[100];
        Arrays.fill(far, 1L << 40);

        assertThat(new Cursor(Uuid.randomUuid(), far, far, Collections.nCopies(100, List.of())).encode())
                .hasSizeLessThan(2_048)
                .matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AA", "AQ", "AQAAAAAAAAAAAAAAAAAAAAAB", "AQAAAAAAAAAAAAAAAAAAAAAAAA"})
    void shouldRefuseWhatIsNoCursor(String text) {
        assertThatThrownBy(() -> Cursor.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
