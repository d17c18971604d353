package io.orderwire.parser.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.orderwire.contract.gap.Gap;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.runtime.reason.Reason;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Numberings of the ingestor that begin again or get a name. */
class NumberingTest extends BlockProcessorCase {
    @Test
    void shouldContinueWhenTheIngestorBeginsToNameItsNumbering() {
        block(NONE, 1, 2);
        block("n", 3, 2);
        block("n", 5, 1);
        nothingHappened(5);
        begin();
        block("n", 3, 2);
        block("n", 6, 1);
        nothingHappened(6);
        assertThat(metrics.foreign().count()).isZero();
    }

    /** The ingestor found neither its checkpoint nor its blocks, or the raw topic was created again. */
    @Test
    void shouldContinueItsOwnSequencesWhereTheIngestorsBeginAgain() {
        block("n", 1, 5);
        block("m", 1, 3);
        block("m", 4, 2);
        nothingHappened(10);
        assertThat(Reason.texts(progress.notes())).singleElement().asString().contains("partition 0", "continue at 6");
        begin();
        block("m", 6, 1);
        block("m", 9, 1);
        assertThat(orders()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 14L);
        assertThat(gaps()).extracting(Gap::fromSeq, Gap::toSeq).containsExactly(tuple(12L, 13L));
        Map<String, Long> figures = new HashMap<>();
        progress.addTo(figures);
        assertThat(figures).containsEntry("base.0", 5L).containsEntry("seq.0", 14L);
    }

    @Test
    void shouldReturnToItsNumberingWhenAForeignOneBegan() {
        block("n", 1, 5);
        block("forged", 1, 1);
        block("n", 6, 2);
        nothingHappened(8);
    }

    @Test
    void shouldHandleBlocksOfANewTopicWhoseIngestorNamesNoNumbering() {
        block(NONE, 1, 5);
        rawTopic = "B";
        offset = 0;
        begin();
        block(NONE, 1, 2);
        block(NONE, 3, 1);
        nothingHappened(8);
    }

    /** Without a name, and in the same topic, only the next block proves that the numbering began again. */
    @Test
    void shouldReportTheFirstBlockOfANumberingThatBeganAgainInTheSameTopic() {
        block(NONE, 1, 5);
        block(NONE, 1, 2);
        block(NONE, 3, 2);
        assertThat(orders()).containsExactly(1L, 2L, 3L, 4L, 5L, 8L, 9L);
        assertThat(gaps()).extracting(Gap::fromSeq, Gap::toSeq).containsExactly(tuple(6L, 7L));
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(9, 7, 0, 2));
    }

    @Test
    void shouldBelieveAFarSequenceThatTheNextBlockContinues() {
        block("n", 1, 1);
        block("n", 10_000_000, 2);
        block("n", 10_000_002, 1);
        assertThat(orders()).containsExactly(1L, 10_000_002L);
        assertThat(gaps()).extracting(Gap::fromSeq, Gap::toSeq).containsExactly(tuple(2L, 10_000_001L));
    }
}
