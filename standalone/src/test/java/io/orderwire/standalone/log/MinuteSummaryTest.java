package io.orderwire.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.gateway.stats.GatewayMeter;
import io.orderwire.ingestor.IngestorMeter;
import io.orderwire.parser.stats.ParserMeter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MinuteSummaryTest {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MinuteSummary summary = new MinuteSummary(meters);

    @Test
    void shouldSayNothingWithoutAStation() {
        assertThat(summary.lines(0)).isEmpty();
    }

    @Test
    void shouldHaveTheRateOfTheMinuteTheAgeAndTheLosses() {
        IngestorMeter.AGE.constant(meters, 0.012);
        IngestorMeter.LAG.constant(meters, 4_096);
        IngestorMeter.EVENTS.counter(meters).increment(60_000);
        IngestorMeter.SHED.counter(meters).increment(5);
        assertThat(summary.lines(0))
                .containsExactly("ingestor: 1,000 events/s, age 12 ms, lag 4,096 bytes; lost 5 shed, 0 times bytes"
                        + " vanished");

        IngestorMeter.EVENTS.counter(meters).increment(240_000);
        assertThat(summary.lines(2 * MINUTE))
                .as("two minutes later")
                .containsExactly("ingestor: 2,000 events/s, age 12 ms, lag 4,096 bytes; lost 0 shed, 0 times bytes"
                        + " vanished");
    }

    @Test
    void shouldShowEachStationOfTheProcess() {
        ParserMeter.ORDERS.counter(meters).increment(120);
        ParserMeter.DEAD_LETTERS.counter(meters, "not-json").increment(2);
        ParserMeter.DEAD_LETTERS.counter(meters, "oversized").increment(1);
        AtomicLong skipped = new AtomicLong(9);
        GatewayMeter.RECORDS.counter(meters);
        GatewayMeter.SKIPPED.counted(meters, skipped, AtomicLong::get, "age");
        GatewayMeter.CLIENTS.constant(meters, 3);

        assertThat(summary.lines(0))
                .containsExactly(
                        "parser: 2 orders/s, age p99 0 ms; lost 0 shed; 3 dead letters",
                        "gateway: 0 records/s, age p99 0 ms, 3 clients; lost 9 for all, 0 for slow clients");
    }

    @Test
    void shouldTakeAnUnknownAgeForNone() {
        IngestorMeter.EVENTS.counter(meters);
        IngestorMeter.AGE.constant(meters, Double.NaN);
        assertThat(summary.lines(0)).singleElement().asString().contains("age 0 ms");
    }
}
