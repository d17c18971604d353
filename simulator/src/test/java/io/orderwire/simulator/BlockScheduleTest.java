package io.orderwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockScheduleTest {
    private static final long SEED = 11;
    private static final long SECONDS = 60;

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 10, 100, 1_000, 23_500, 315_000})
    void shouldGiveTheRateInAllAndAboutFifteenBlocksASecond(double rate) {
        List<BlockSchedule.Due> blocks = all(rate);

        assertThat(blocks.stream().mapToLong(BlockSchedule.Due::events).sum()).isEqualTo(Math.round(rate * SECONDS));
        assertThat((double) blocks.size() / SECONDS).isCloseTo(15.6, within(0.5));
        assertThat(blocks.get(blocks.size() - 1).afterNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(SECONDS));
    }

    @ParameterizedTest
    @ValueSource(doubles = {10, 1_000, 23_500, 315_000})
    void shouldStayCloseToTheRateAtAnyTime(double rate) {
        long events = 0;
        for (BlockSchedule.Due block : all(rate)) {
            events += block.events();
            double due = rate * block.afterNanos() / 1e9;
            assertThat(due - events).isBetween(-0.5, Math.max(10, rate));
        }
    }

    @Test
    void shouldLeaveSomeBlocksEmptyWhereBlocksAreSmall() {
        List<BlockSchedule.Due> blocks = all(1_000);

        long empty = blocks.stream().filter(block -> block.events() == 0).count();

        assertThat((double) empty / blocks.size()).isBetween(0.04, 0.15);
        assertThat(all(23_500)).allMatch(block -> block.events() > 0);
    }

    @Test
    void shouldGiveFewEventsTogether() {
        List<BlockSchedule.Due> blocks = all(10);

        assertThat(blocks.stream().filter(block -> block.events() > 1).count()).isGreaterThan(blocks.size() / 20);
    }

    @Test
    void shouldNotPauseAtFullSpeed() {
        BlockSchedule schedule = new BlockSchedule(Double.POSITIVE_INFINITY, 1, new SplittableRandom(SEED));

        for (int i = 0; i < 100; i++) {
            BlockSchedule.Due block = schedule.next();
            assertThat(block.afterNanos()).isZero();
            assertThat(block.events()).isBetween(10_000, 30_000);
        }
        assertThat(schedule.ended()).isFalse();
    }

    @Test
    void shouldBoundABlockWhateverTheRate() {
        assertThat(all(1e12)).allMatch(block -> block.events() == BlockSchedule.MAX_EVENTS);
    }

    @Test
    void shouldBeTheSameForTheSameSeed() {
        assertThat(all(1_000)).isEqualTo(all(1_000));
    }

    private static List<BlockSchedule.Due> all(double rate) {
        BlockSchedule schedule = new BlockSchedule(rate, SECONDS, new SplittableRandom(SEED));
        List<BlockSchedule.Due> blocks = new ArrayList<>();
        while (!schedule.ended()) {
            blocks.add(schedule.next());
        }
        return blocks;
    }
}
