package io.orderwire.parser.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.reason.Reason;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw records as a later ingestor may write them. */
class LaterVersionTest extends BlockProcessorCase {
    private static final String LATER_GAP = "{\"id\":\"i\",\"where\":\"later-stage\",\"reason\":\"later-reason\","
            + "\"partition\":null,\"later\":[{}],\"fromMs\":1,\"toMs\":2}";

    private static TestRecord<byte[], byte[]> marker(String gap, long seq) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.GAP, Headers.value(gap));
        headers.add(Headers.SEQ, Headers.value(seq));
        headers.add(Headers.NUMBERING, Headers.value("n"));
        return new TestRecord<>(null, null, headers, NOW);
    }

    private void assertRefused(TestRecord<byte[], byte[]> row) {
        row.headers().add(Headers.VERSION, Headers.value(2));
        assertThatExceptionOfType(ProcessExit.class)
                .isThrownBy(() -> handle(row))
                .withMessage(
                        "hyperliquid.order-statuses.raw-0 offset 1 cannot be read: ow.version is 2: a later version"
                                + " wrote the record, this one reads up to 1")
                .satisfies(exit -> assertThat(exit.code()).isEqualTo(ExitCode.KAFKA));
        nothingHappened(2);
        assertThat(metrics.foreign().count()).isZero();
    }

    /** Its events would be lost: the committed offset would pass them. */
    @Test
    void shouldEndAtABlockOfALaterVersion() {
        block("n", 1, 2);
        assertRefused(SheddingTest.block(3, 2, NOW));
    }

    @Test
    void shouldEndAtALaterRecordOfAnyForm() {
        block("n", 1, 2);
        assertRefused(new TestRecord<>(new byte[1], new byte[1], new RecordHeaders(), NOW));
    }

    @Test
    void shouldEndAtAMarkerOfALaterVersion() {
        block("n", 1, 2);
        assertRefused(marker(LATER_GAP, 3));
    }

    @Test
    void shouldHandleBlocksWithHeadersThatItDoesNotKnow() {
        block("n", 1, 2);
        TestRecord<byte[], byte[]> later = SheddingTest.block(3, 2, NOW);
        later.headers().add(Headers.NUMBERING, Headers.value("n"));
        later.headers().add(Headers.VERSION, Headers.value(1));
        later.headers().add("ow.later", Headers.value("x"));
        handle(later);
        nothingHappened(4);
    }

    /** The rule for changes does not allow other values of a header; if they are written all the same, the loss is reported. */
    @ParameterizedTest
    @ValueSource(strings = {"ow.replay", "ow.oversized", "ow.version"})
    void shouldReportEventsOfABlockWhoseKnownHeaderHasAnotherValue(String name) {
        block("n", 1, 2);
        TestRecord<byte[], byte[]> odd = SheddingTest.block(3, 2, NOW);
        odd.headers().add(name, Headers.value("later"));
        handle(odd);
        block("n", 5, 1);
        assertThat(Reason.texts(metrics.foreign().reasons()))
                .singleElement()
                .asString()
                .contains("offset 1", name + " must be ");
        assertThat(gaps()).extracting(Gap::fromSeq, Gap::toSeq).containsExactly(tuple(3L, 4L));
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(5, 3, 0, 2));
    }

    @Test
    void shouldForwardTheWordsAndMembersOfALaterMarkerUnchanged() {
        block("n", 1, 2);
        handle(marker(LATER_GAP, 3));
        assertThat(context.forwarded(ParserTopology.ORDERS)).last().satisfies(forward -> assertThat(
                        Headers.text(forward.record().headers(), Headers.GAP))
                .isEqualTo(LATER_GAP));
    }
}
