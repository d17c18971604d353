package io.orderwire.ingestor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.order.Users;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Indexes;
import io.orderwire.contract.position.Offsets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionedBlocksTest {
    private static final byte[] NONE = {};
    private static final byte[] USER = "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".getBytes(StandardCharsets.US_ASCII);
    private static final HourFile HOUR = new HourFile(20260505, 17, 0);

    private final PartitionedBlocks blocks = new PartitionedBlocks(new long[] {1, 5, 1, 9}, Totals.NONE);
    private final int partition = Users.partition(USER, 4);

    @Test
    void shouldNumberEventsOfAPartitionOneByOne() {
        blocks.from(HOUR, false);
        add("one", 0, USER);
        add("two", 10, USER);
        add("none", 20, null);
        List<RawRecord> first = blocks.drain();
        add("three", 30, USER);
        List<RawRecord> second = blocks.drain();

        long seq = new long[] {1, 5, 1, 9}[partition];
        RawRecord user = of(first, partition);
        assertThat(user.firstSeq()).isEqualTo(seq);
        assertThat(user.events()).isEqualTo(2);
        assertThat(user.value()).asString(StandardCharsets.UTF_8).isEqualTo("one\ntwo\n");
        Offsets.Reader offsets = new Offsets.Reader(user.offsets());
        assertThat(List.of(offsets.next(), offsets.next())).containsExactly(0L, 10L);
        Indexes.Reader indexes = new Indexes.Reader(user.indexes());
        assertThat(List.of(indexes.next(), indexes.next())).containsExactly(0, 1);
        assertThat(of(second, partition).firstSeq()).isEqualTo(seq + 2);
        assertThat(of(first, 0).value()).asString(StandardCharsets.UTF_8).isEqualTo("none\n");
        assertThat(blocks.nextSeq()[partition]).isEqualTo(seq + 3);
        assertThat(blocks.totals().found()).isEqualTo(4);
    }

    @Test
    void shouldCloseABlockBeforeItGetsTooLarge() {
        blocks.from(HOUR, false);
        String line = "x".repeat(1_000);
        for (int i = 0; i < 1_000; i++) {
            add(line, i, USER);
        }
        List<RawRecord> records = blocks.drain();
        assertThat(records).hasSizeGreaterThan(3).allMatch(row -> row.value().length <= PartitionedBlocks.BLOCK_BYTES);
        assertThat(records.stream().mapToInt(RawRecord::events).sum()).isEqualTo(1_000);
    }

    @Test
    void shouldNeverMixFilesNorReplayWithLive() {
        blocks.from(HOUR, true);
        add("old", 0, USER);
        blocks.from(HOUR, false);
        add("live", 10, USER);
        blocks.from(HOUR.nextGeneration(), false);
        add("next", 0, USER);
        List<RawRecord> records = blocks.drain();
        assertThat(records).extracting(RawRecord::replay).containsExactly(true, false, false);
        assertThat(records)
                .extracting(row -> new String(row.file(), StandardCharsets.UTF_8))
                .containsExactly("20260505/17", "20260505/17", "20260505/17~1");
    }

    @Test
    void shouldGiveAnOversizedEventARecordOfItsOwn() {
        blocks.from(HOUR, false);
        add("before", 0, null);
        blocks.oversized("start".getBytes(StandardCharsets.UTF_8), 1_000_000, 7, 3);
        add("after", 1_000_010, null);
        assertThat(blocks.drain())
                .extracting(RawRecord::firstSeq, RawRecord::oversizedLength)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, 0L),
                        org.assertj.core.groups.Tuple.tuple(2L, 1_000_000L),
                        org.assertj.core.groups.Tuple.tuple(3L, 0L));
    }

    @Test
    void shouldPutAMarkerIntoEveryPartition() {
        Gap gap = Gap.builder("x", Gap.Where.INGESTOR, Gap.Reason.VANISHED)
                .positions("a", "b")
                .bytes(3L)
                .times(1, 2)
                .build();
        blocks.lost(gap);
        List<RawRecord> records = blocks.drain();
        assertThat(records).extracting(RawRecord::partition).isEqualTo(List.of(0, 1, 2, 3));
        assertThat(records).allMatch(row -> row.gap() != null && row.events() == 0);
        assertThat(records)
                .as("each names the sequence after it")
                .extracting(RawRecord::firstSeq)
                .containsExactly(1L, 5L, 1L, 9L);
        assertThat(blocks.nextSeq()).containsExactly(1, 5, 1, 9);
    }

    private void add(String line, long position, byte[] user) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        blocks.event(NONE, bytes, 0, bytes.length, NONE, position, user, (int) position / 10);
    }

    private static RawRecord of(List<RawRecord> records, int partition) {
        return records.stream()
                .filter(row -> row.partition() == partition)
                .findFirst()
                .orElseThrow();
    }
}
