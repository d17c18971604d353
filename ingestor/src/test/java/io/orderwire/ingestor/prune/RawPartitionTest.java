package io.orderwire.ingestor.prune;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RawPartitionTest {
    @Test
    void shouldHaveNothingUnparsedInAnEmptyPartition() {
        RawPartition partition = new RawPartition(0, 0, 0, null, 1, null);

        assertThat(partition.doubt()).isNull();
        assertThat(partition.hasUnparsed()).isFalse();
    }

    @Test
    void shouldHaveAllUnparsedThatAGroupWithoutOffsetsHasNotRead() {
        RawPartition partition = new RawPartition(3, 0, 20, null, 1, null);

        assertThat(partition.doubt()).isNull();
        assertThat(partition.hasUnparsed()).isTrue();
        assertThat(partition.where()).isEqualTo("partition 3 at offset 0 of 20");
    }

    @Test
    void shouldDoubtWhatRetentionTookBeforeItWasParsed() {
        assertThat(new RawPartition(1, 30, 40, 20L, 1, null).doubt()).contains("from offset 20 to 30 are gone");
        assertThat(new RawPartition(1, 30, 40, null, 1, null).doubt()).contains("from offset 0 to 30 are gone");
        // The record at 20 must be followed by the marker of its transaction, which is then at 21.
        assertThat(new RawPartition(1, 21, 22, 20L, 1, null).doubt()).isNotNull();
    }

    @Test
    void shouldTakeTheOnlyOffsetAfterTheLastParsedRecordForItsMarker() {
        RawPartition partition = new RawPartition(1, 21, 21, 20L, 1, null);

        assertThat(partition.doubt()).isNull();
        assertThat(partition.hasUnparsed()).isFalse();
    }

    @Test
    void shouldDoubtOffsetsOfATopicThatWasMadeAgain() {
        assertThat(new RawPartition(1, 0, 5, 20L, 1, null).doubt()).contains("the raw topic ends at 5");
    }

    @Test
    void shouldDoubtShedRecordsUntilTheyAreReported() {
        assertThat(new RawPartition(1, 0, 50, 20L, 1, 20L).doubt()).contains("skipped records before offset 20");
        assertThat(new RawPartition(1, 0, 50, 21L, 1, 20L).doubt()).isNull();
    }

    @Test
    void shouldNotTrustATopicThatWasCreatedAnew() {
        assertThat(new RawPartition(2, 0, 0, null, 7, null).doubt()).contains("6 events were written, and no parser");
        assertThat(new RawPartition(2, 0, 0, null, 1, null).doubt()).isNull();
    }
}
