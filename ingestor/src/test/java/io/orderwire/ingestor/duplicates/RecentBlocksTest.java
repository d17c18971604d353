package io.orderwire.ingestor.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.testing.seed.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RecentBlocksTest {
    private static final HourFile FILE = new HourFile(20261231, 9, 0);
    private static final long FIRST = 985_148_182;
    private static final DuplicateMemory.Place START = new DuplicateMemory.Place(0);

    private static long hash(long number, long event) {
        return (number * 1_000_003 + event + 1) * 0x9E3779B97F4A7C15L;
    }

    /** Reads that many blocks; returns how many events were repeated. */
    private static long read(RecentBlocks blocks, int count, int events, long pass) {
        long repeated = 0;
        for (long number = FIRST; number < FIRST + count; number++) {
            for (int event = 0; event < events; event++) {
                repeated += blocks.repeated(number, hash(number, event), pass, FILE, number) ? 1 : 0;
            }
        }
        return repeated;
    }

    @Test
    void shouldRememberTheBusiestHourWithinItsBound() {
        RecentBlocks blocks = new RecentBlocks();
        assertThat(read(blocks, RecentBlocks.BLOCKS, 1_500, 0)).isZero();
        blocks.checkpoint(List.of(), START);
        System.out.printf(
                "10,000 blocks of 1,500 events: %.1f MiB, of them %.1f MiB fixed%n",
                blocks.view().bytes() / 1_048_576.0, RecentBlocks.FIXED_BYTES / 1_048_576.0);
        assertThat(blocks.view().bytes()).isLessThan(140L << 20).isLessThan(RecentBlocks.MOST_BYTES);
        assertThat(blocks.view().covered()).isEqualTo(RecentBlocks.BLOCKS);
        assertThat(read(blocks, RecentBlocks.BLOCKS, 1_500, 1)).isEqualTo(1_500L * RecentBlocks.BLOCKS);
        assertThat(blocks.view().reasons()).isEmpty();
        assertThat(blocks.notCompared()).isZero();
    }

    /** Rows of a block that arrive after the next block began are of the same pass, and no repetitions of each other. */
    @Test
    void shouldNotDropLateRowsThatEqualEarlierOnesOfTheirBlock() {
        RecentBlocks blocks = new RecentBlocks();
        for (long pass = 0; pass < 3; pass++) {
            for (long number : new long[] {FIRST, FIRST, FIRST + 1, FIRST, FIRST + 1}) {
                assertThat(blocks.repeated(number, 7, pass, FILE, 0)).isEqualTo(pass > 0);
            }
        }
        assertThat(blocks.repeated(FIRST, 7, 2, FILE, 0))
                .as("one more than before")
                .isFalse();
    }

    @Test
    void shouldNotGoBackOverMoreBlocksThanItKeepsThePlacesOf() {
        RecentBlocks blocks = new RecentBlocks();
        read(blocks, 10, 1, 0);
        blocks.checkpoint(List.of(), START);
        for (long block = 0; block < 1_000_000; block++) {
            blocks.repeated(FIRST + 16 * block, 1, 0, FILE, block);
        }
        assertThat(blocks.goBackTo(List.of())).isNull();
        assertThat(blocks.rememberedFrom(FILE)).isBetween(1_000_000L - 627, 1_000_000L - 625);
        assertThat(blocks.remembered().parts()).hasSize(1);
    }

    @Test
    void shouldForgetTheLowestBlocksAndReportItWhenMemoryIsShort() {
        RecentBlocks blocks = new RecentBlocks(8 * Chunks.SLAB_BYTES);
        int chunks = 8 * 2_048 / 8 * 7;
        read(blocks, 2_000, 640, 0);
        blocks.checkpoint(List.of(), START);
        long from = FIRST + 2_000 - chunks / 10;
        assertThat(blocks.view().covered()).isEqualTo(chunks / 10);
        assertThat(Reason.texts(blocks.view().reasons()))
                .containsExactly("repeated blocks are recognised from block " + from + " on, not " + FIRST
                        + ": the events of more blocks do not fit into 256 MiB");
        assertThat(blocks.view().bytes())
                .isBetween(RecentBlocks.FIXED_BYTES, RecentBlocks.FIXED_BYTES + 8 * Chunks.SLAB_BYTES);
        assertThat(blocks.repeated(from - 1, hash(from - 1, 0), 1, FILE, 0)).isFalse();
        assertThat(blocks.repeated(from, hash(from, 0), 1, FILE, 0)).isTrue();
        // The next 10,000 blocks are empty but for one event each: they fit.
        for (long number = FIRST + 2_000; number < FIRST + 2_000 + RecentBlocks.BLOCKS; number++) {
            blocks.repeated(number, 7, 1, FILE, number);
        }
        blocks.checkpoint(List.of(), START);
        assertThat(blocks.view().reasons()).isEmpty();
        assertThat(blocks.view().covered()).isEqualTo(RecentBlocks.BLOCKS);
    }

    @Test
    void shouldNeverTakeMoreThanItsBoundWhateverTheBlocksHold() {
        RecentBlocks blocks = new RecentBlocks();
        Random random = new Random(Seeds.of(RecentBlocksTest.class));
        for (long number = FIRST; number < FIRST + 400; number++) {
            long size = random.nextInt(2 * Disorder.MOST_EVENTS);
            for (long event = 0; event < size; event++) {
                blocks.repeated(number, hash(number, event), 0, FILE, number);
            }
            if (random.nextInt(20) == 0) {
                blocks.checkpoint(List.of(), START);
            }
        }
        blocks.checkpoint(List.of(), START);
        assertThat(blocks.view().bytes()).isBetween(RecentBlocks.MOST_BYTES - (2L << 20), RecentBlocks.MOST_BYTES);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldRecogniseALargeBlockInAnyOrderInBoundedTime() {
        int most = Disorder.MOST_EVENTS;
        RecentBlocks blocks = new RecentBlocks();
        for (int event = 0; event < 1_000_000; event++) {
            blocks.repeated(FIRST, hash(FIRST, event), 0, FILE, 0);
            blocks.repeated(FIRST + 1, hash(1, 5), 0, FILE, 0);
            blocks.repeated(FIRST + 2, hash(1, event % 3), 0, FILE, 0);
        }
        assertThat(blocks.notCompared()).isEqualTo(3L * (1_000_000 - most));
        long[] repeated = new long[3];
        for (int event = 999_999; event >= 0; event--) {
            repeated[0] += blocks.repeated(FIRST, hash(FIRST, event), 1, FILE, 0) ? 1 : 0;
        }
        for (int event = 999_999; event >= 0; event--) {
            repeated[1] += blocks.repeated(FIRST + 1, hash(1, 5), 1, FILE, 0) ? 1 : 0;
        }
        for (int event = 999_999; event >= 0; event--) {
            repeated[2] += blocks.repeated(FIRST + 2, hash(1, event * 3L / 1_000_000), 1, FILE, 0) ? 1 : 0;
        }
        assertThat(repeated).containsExactly(most, most, most);
        blocks.checkpoint(List.of(), START);
        assertThat(Reason.texts(blocks.view().reasons()))
                .containsExactly("repeated blocks are recognised from block " + (FIRST + 3) + " on, not " + FIRST
                        + ": the block before it has more than 262144 events");
    }

    @Test
    void shouldRecogniseBlocksOfAnySizeInAnyOrder() {
        Random random = new Random(Seeds.of(RecentBlocksTest.class));
        RecentBlocks blocks = new RecentBlocks(16 * Chunks.SLAB_BYTES);
        long number = FIRST;
        for (int size : new int[] {1, 63, 64, 65, 128, 1_500, 4_096, 4_097, 8_194, 8_195, 16_390, 33_000}) {
            List<Long> hashes = new ArrayList<>();
            for (int event = 0; event < size; event++) {
                hashes.add(hash(number, random.nextInt(size)));
            }
            for (int pass = 0; pass < 3; pass++) {
                int repeated = 0;
                for (long hash : hashes) {
                    repeated += blocks.repeated(number, hash, pass, FILE, 0) ? 1 : 0;
                }
                assertThat(repeated).as("block of %d, pass %d", size, pass).isEqualTo(pass > 0 ? size : 0);
                Collections.shuffle(hashes, random);
            }
            number++;
        }
        assertThat(blocks.notCompared()).isZero();
    }

    /** Each event of two large blocks in turn, backwards: sorting one of them for each event would take hours. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldReportEventsThatItCannotSearchForInBoundedTime() {
        RecentBlocks blocks = new RecentBlocks();
        int size = 120_000;
        read(blocks, 2, size, 0);
        long repeated = 0;
        for (int event = size - 1; event >= 0; event--) {
            repeated += blocks.repeated(FIRST, hash(FIRST, event), 1, FILE, 0) ? 1 : 0;
            repeated += blocks.repeated(FIRST + 1, hash(FIRST + 1, event), 1, FILE, 0) ? 1 : 0;
        }
        blocks.checkpoint(List.of(), START);
        assertThat(repeated + blocks.notCompared()).isEqualTo(2L * size);
        assertThat(Reason.texts(blocks.view().reasons()))
                .singleElement()
                .asString()
                .contains("in too different an order");
    }

    @Test
    void shouldBeginAgainWhenNumbersFallForGood() {
        RecentBlocks blocks = new RecentBlocks();
        read(blocks, 10, 3, 0);
        blocks.repeated(1_000_000_000_000L, 1, 0, FILE, 0);
        assertThat(read(blocks, 10, 3, 1)).as("too far behind").isZero();
        blocks.checkpoint(List.of(), START);
        assertThat(Reason.texts(blocks.view().reasons()))
                .singleElement()
                .asString()
                .contains("is not compared");
        for (int block = 0; block < RecentBlocks.BLOCKS; block++) {
            blocks.repeated(FIRST + block, 1, 1, FILE, 0);
        }
        read(blocks, 10, 3, 2);
        assertThat(read(blocks, 10, 3, 3)).isEqualTo(30);
        blocks.checkpoint(List.of(), START);
        assertThat(Reason.texts(blocks.view().reasons()))
                .singleElement()
                .asString()
                .contains("were more than 10000 higher");
    }

    /** A block as a model: how often each event is known, and how often it was taken in this pass. */
    private static final class Model {
        private long pass;
        private final Map<Long, Integer> counts = new HashMap<>();
        private Map<Long, Integer> left = new HashMap<>();

        Model copy() {
            Model copy = new Model();
            copy.pass = pass;
            copy.counts.putAll(counts);
            copy.left.putAll(left);
            return copy;
        }

        boolean repeated(long hash, long newPass) {
            if (pass != newPass) {
                pass = newPass;
                left = new HashMap<>(counts);
            }
            if (left.getOrDefault(hash, 0) > 0) {
                left.merge(hash, -1, Integer::sum);
                return true;
            }
            counts.merge(hash, 1, Integer::sum);
            return false;
        }
    }

    private static Map<Long, Model> copy(Map<Long, Model> models) {
        Map<Long, Model> copy = new HashMap<>();
        models.forEach((number, model) -> copy.put(number, model.copy()));
        return copy;
    }

    /** Blocks in and out of order, with passes, checkpoints, commits and failures at random, against a model. */
    @Test
    void shouldGoBackToACheckpointExactly() {
        Random random = new Random(Seeds.of(RecentBlocksTest.class));
        for (int history = 0; history < 40; history++) {
            RecentBlocks blocks = new RecentBlocks(8 * Chunks.SLAB_BYTES);
            Map<Long, Model> models = new HashMap<>();
            Map<Long, Model> saved = models;
            long[] at = {FIRST, 0, FIRST};
            long[] savedAt = at;
            List<FileState> files = List.of();
            int checkpoints = 0;
            int range = 1 + random.nextInt(2) * 400;
            for (int step = 0; step < 300; step++) {
                int events = random.nextInt(200);
                for (int event = 0; event < events; event++) {
                    long hash = 1 + (random.nextInt(4) == 0 ? random.nextInt(range) : event % range);
                    boolean expected =
                            models.computeIfAbsent(at[0], number -> new Model()).repeated(hash, at[1]);
                    assertThat(blocks.repeated(at[0], hash, at[1], FILE, 0)).isEqualTo(expected);
                }
                switch (random.nextInt(6)) {
                    case 0 -> at = new long[] {Math.max(FIRST, at[0] - random.nextInt(20)), at[1] + 1, at[2]};
                    case 1, 2, 3 -> at = new long[] {at[0] + 1, at[1], Math.max(at[2], at[0] + 1)};
                    case 4 -> {
                        // The next cycle may already be read when one is committed.
                        files = List.of(FileState.unread(new HourFile(20261231, 9, ++checkpoints)));
                        blocks.checkpoint(files, new DuplicateMemory.Place(at[1]));
                        saved = copy(models);
                        savedAt = at;
                        if (random.nextBoolean()) {
                            blocks.committed(files);
                        }
                    }
                    default -> {
                        if (checkpoints > 0) {
                            DuplicateMemory.Place place = blocks.goBackTo(files);
                            assertThat(place).isEqualTo(new DuplicateMemory.Place(savedAt[1]));
                            models = copy(saved);
                            at = savedAt;
                        }
                    }
                }
            }
        }
    }

    /** Blocks that were forgotten since the checkpoint, for their age or for the memory, are there again. */
    @Test
    void shouldGoBackToBlocksThatWereForgotten() {
        for (int step : new int[] {1, 20, RecentBlocks.BLOCKS}) {
            RecentBlocks blocks = new RecentBlocks(8 * Chunks.SLAB_BYTES);
            read(blocks, 100, 640, 0);
            blocks.checkpoint(List.of(), START);
            blocks.committed(List.of());
            for (int block = 0; block < 150; block++) {
                for (int event = 0; event < 100; event++) {
                    blocks.repeated(FIRST + 100 + (long) block * step, hash(block, event), 0, FILE, 0);
                }
            }
            assertThat(blocks.goBackTo(List.of())).isEqualTo(START);
            assertThat(read(blocks, 100, 640, 1)).as("steps of %d", step).isEqualTo(64_000);
        }
    }

    @Test
    void shouldNotGoBackWhenTooMuchHasChanged() {
        RecentBlocks blocks = new RecentBlocks(8 * Chunks.SLAB_BYTES);
        read(blocks, 100, 64, 0);
        blocks.checkpoint(List.of(), START);
        read(blocks, 2_000, 640, 1);
        assertThat(blocks.goBackTo(List.of())).isNull();
        blocks.checkpoint(List.of(), START);
        assertThat(blocks.goBackTo(List.of())).isEqualTo(START);
    }
}
