package io.orderwire.parser.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.runtime.reason.Reason;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records in the raw topic that were not written by an ingestor. */
class ForeignBlocksTest extends BlockProcessorCase {
    private void marker(String numbering, String gap, Object seq) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.GAP, Headers.value(gap));
        headers.add(Headers.SEQ, Headers.value(seq));
        if (!numbering.isEmpty()) {
            headers.add(Headers.NUMBERING, Headers.value(numbering));
        }
        handle(new TestRecord<>(null, null, headers, NOW));
    }

    private static String gap(@Nullable Integer partition) {
        return Gap.builder("i", Gap.Where.INGESTOR, Gap.Reason.AGE)
                .partition(partition)
                .bytes(9L)
                .times(1, 2)
                .build()
                .toJson();
    }

    @ParameterizedTest
    @ValueSource(strings = {NONE, "n"})
    void shouldIgnoreASequenceFarAheadAndHandleTheNextBlock(String numbering) {
        block(numbering, 1, 2);
        for (long absurd : new long[] {1L << 52, (1L << 53) - 1, 1 << 20, 1L << 40}) {
            block(numbering, absurd, 1);
            block(numbering, absurd, 1);
        }
        block(numbering, 3, 2);
        nothingHappened(4);
        assertThat(metrics.foreign().count()).isEqualTo(8);
        assertThat(Reason.texts(metrics.foreign().reasons()))
                .singleElement()
                .asString()
                .contains("8 foreign records ignored", Topics.DEFAULT.raw() + "-0 offset 8", "does not follow");
    }

    @ParameterizedTest
    @ValueSource(strings = {NONE, "n"})
    void shouldIgnoreCopiesOfBlocksThatItHandled(String numbering) {
        block(numbering, 1, 2);
        block(numbering, 3, 2);
        block(numbering, 3, 2);
        block(numbering, 5, 1);
        block(numbering, 1, 2);
        block(numbering, 6, 1);
        nothingHappened(6);
    }

    /** A tool mirrors the topic into itself. */
    @Test
    void shouldIgnoreCopiesOfAllBlocksOfANamedNumbering() {
        for (int round = 0; round < 3; round++) {
            block("n", 1, 2);
            block("n", 3, 2);
            block("n", 5, 2);
        }
        block("n", 7, 1);
        nothingHappened(7);
    }

    @Test
    void shouldIgnoreBlocksWithoutTheNameOfTheNumbering() {
        block("n", 1, 2);
        block(NONE, 3, 2);
        block(NONE, 1, 1);
        block(NONE, 7, 1);
        block("n", 3, 2);
        nothingHappened(4);
        assertThat(metrics.foreign().count()).isEqualTo(3);
    }

    @Test
    void shouldHandleTheNewPartOfABlockOfWhichAForeignRecordTookTheFirstSequences() {
        block(NONE, 1, 2);
        block(NONE, 3, 1);
        block(NONE, 3, 4);
        nothingHappened(6);
    }

    @Test
    void shouldIgnoreARecordWithFewerOrMoreLinesThanItSays() {
        for (String value : List.of("a\n", "a\nb", "a\nb\nc\n", "\n", "ab")) {
            TestRecord<byte[], byte[]> block = SheddingTest.block(1, 2, NOW);
            handle(new TestRecord<>(null, Headers.value(value), block.headers(), NOW));
        }
        TestRecord<byte[], byte[]> keyed = SheddingTest.block(1, 2, NOW);
        handle(new TestRecord<>(new byte[] {(byte) 0xff}, keyed.value(), keyed.headers(), NOW));
        handle(new TestRecord<>(null, null, new RecordHeaders(), NOW));
        handle(new TestRecord<>(null, null, keyed.headers(), NOW));
        assertThat(store.get(0)).isNull();
        block(NONE, 1, 2);
        nothingHappened(2);
        assertThat(metrics.foreign().count()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {NONE, "n"})
    void shouldIgnoreMarkersThatNoIngestorWrote(String numbering) {
        block(numbering, 1, 2);
        marker(numbering, gap(null) + ",\"dropped\":[", 3);
        marker(numbering, gap(null) + gap(null), 3);
        marker(numbering, "{}", 3);
        marker(numbering, gap(7), 3);
        marker(numbering, gap(null), "-3");
        marker(numbering, gap(null), 1L << 52);
        marker(numbering, gap(null), Long.MAX_VALUE);
        if (!numbering.isEmpty()) {
            marker(NONE, gap(null), 3);
        }
        block(numbering, 3, 1);
        nothingHappened(3);
        marker(numbering, gap(null), 4);
        assertThat(gaps()).hasSize(1);
    }

    /** The block was written while no parser was running. */
    @Test
    void shouldIgnoreASequenceFarAheadThatItReadsFirst() {
        block("n", 1, 2);
        offset = 40;
        block("n", 3, 2);
        begin();
        block("n", 10_000_000, 1);
        block("n", 5, 1);
        nothingHappened(5);
    }

    @Test
    void shouldMakeADeadLetterOfALineThatFails() {
        TestRecord<byte[], byte[]> block = SheddingTest.block(1, 2, NOW);
        String lines = "{\"time\":" + "[".repeat(100_000) + "\n{" + "\"x\":1,".repeat(10_000) + "\n";
        handle(new TestRecord<>(null, Headers.value(lines), block.headers(), NOW));
        assertThat(context.forwarded(ParserTopology.DEAD_LETTERS)).hasSize(2);
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(2, 0, 2, 0));
    }
}
