package io.orderwire.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class FrameAgesTest {
    private static final long NOW_MS = 1_778_002_753_600L;

    private final FrameAges ages = new FrameAges();

    private static String frame(String... orders) {
        return "{\"channel\":\"orders\",\"data\":{\"id\":\"1\",\"orders\":[" + String.join(",", orders)
                + "],\"cursor\":\"c\",\"dropped\":0,\"gaps\":[],\"serverTime\":1778002753500}}";
    }

    private static String order(String times) {
        return "{\"pos\":\"20260505/17@1\",\"part\":3,\"seq\":8" + times + ",\"event\":{\"status\":\"open\"}}";
    }

    private static String times(String block, String line) {
        return ",\"block_time\":\"2026-05-05T17:39:" + block + "\",\"local_time\":\"2026-05-05T17:39:" + line + "\"";
    }

    private static void assertAges(Histogram ages, long least, long most, long count) {
        assertThat(ages.getMinValue()).isEqualTo(least);
        assertThat(ages.getMaxValue()).isEqualTo(most);
        assertThat(ages.getTotalCount()).isEqualTo(count);
    }

    @Test
    void shouldMeasureEachOrderFromItsBlockAndFromTheFile() {
        int orders = ages.record(
                frame(
                        order(times("13.024084407", "13.391000000")),
                        order(times("13.100", "13.400")),
                        order(times("13", "13"))),
                NOW_MS);

        assertThat(orders).isEqualTo(3);
        assertAges(ages.takeFromFile(), 200, 600, 3);
        assertAges(ages.takeFromBlock(), 500, 600, 3);
    }

    @Test
    void shouldBeginAnewWhenTaken() {
        ages.record(frame(order(times("13.100", "13.400"))), NOW_MS);
        ages.takeFromFile();
        ages.takeFromBlock();

        ages.record(frame(order(times("13.300", "13.500"))), NOW_MS);

        assertAges(ages.takeFromFile(), 100, 100, 1);
        assertAges(ages.takeFromBlock(), 300, 300, 1);
    }

    @Test
    void shouldMeasureNothingWithoutTimes() {
        assertThat(ages.record(frame(order("")), NOW_MS)).isZero();
        assertThat(ages.record(frame(), NOW_MS)).isZero();
        assertThat(ages.takeFromFile().getTotalCount()).isZero();
        assertThat(ages.takeFromBlock().getTotalCount()).isZero();
    }

    @Test
    void shouldCountAClockThatIsBehindAsNoAge() {
        ages.record(frame(order(times("14", "14"))), NOW_MS);

        assertAges(ages.takeFromFile(), 0, 0, 1);
        assertAges(ages.takeFromBlock(), 0, 0, 1);
    }
}
