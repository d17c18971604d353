package io.orderwire.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.position.Offsets;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.parser.parse.ParserTopology;
import io.orderwire.parser.shed.BlockShedding;
import io.orderwire.parser.stats.ParserMetrics;
import io.orderwire.parser.totals.Progress;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.RecordAges;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.StageMode;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StageState;
import io.orderwire.runtime.stats.StatsNames;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reasons of a parser that receives blocks late, or is slow itself, on a clock that the test moves. */
class SlowParserTest {
    private static final Reason REBALANCING = ReasonCode.PARSER_REBALANCING.because("Kafka Streams is REBALANCING");
    private static final long MAX_AGE_MS = 500;
    private static final CatchUpStats LIVE = new CatchUpStats(StageMode.LIVE, 0L);
    private static final String EVENT = "{\"time\":\"t\",\"user\":\"0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\","
            + "\"status\":\"open\",\"order\":{\"coin\":\"BTC\",\"oid\":1}}\n";

    private final ParserMetrics metrics = new ParserMetrics(new SimpleMeterRegistry());
    private final Progress progress = new Progress();
    private long nowMs = 1_800_000_000_000L;
    private long setBy;
    private final Clock wall = ((InstantSource) () -> Instant.ofEpochMilli(nowMs + setBy)).withZone(ZoneOffset.UTC);
    private final SteadyClock clock = new SteadyClock(wall, () -> TimeUnit.MILLISECONDS.toNanos(nowMs));
    private final ClockSkew skew = new ClockSkew(clock, "the ingestor's");
    private final ParserStats figures = new ParserStats("p", progress, MAX_AGE_MS, 0, clock, skew);
    /** The skew of the ingestor's clock; positive if it is ahead. */
    private long ingestorAheadMs;

    private final List<Long> waitedMs = new ArrayList<>();
    private long newer;

    private final NewerRecords waiting = new NewerRecords() {
        @Override
        public long instead(int partition, long offset) {
            return newer;
        }

        @Override
        public long waitedMs(int partition, long offset) {
            return waitedMs.get((int) offset);
        }
    };
    private long seq;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> raw;

    private void start(BlockShedding shedding) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        StallWatchdog watchdog = new StallWatchdog(60_000, System::nanoTime, exit -> {});
        driver = new TopologyTestDriver(
                ParserTopology.build(
                        1,
                        OutputTopics.of(Topics.DEFAULT),
                        progress,
                        metrics,
                        shedding,
                        new RecordAges(clock, skew),
                        watchdog),
                config);
        raw = driver.createInputTopic(Topics.DEFAULT.raw(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void shouldReportThatItIsSlowAndThatItIsNotAnyMore() {
        start(TestShedding.byAge(waiting, Map.of(), metrics));
        assertThat(second(250)).isEmpty();
        assertThat(second(400)).containsExactly("the parser is slow: p99 of the age of its blocks is 400 ms, over 250");
        for (int i = 0; i < 5 + 8; i++) {
            assertThat(second(20)).isNotEmpty();
        }
        assertThat(second(20)).isEmpty();
    }

    @Test
    void shouldBeSlowByWhatItGivesUp() {
        newer = Long.MAX_VALUE;
        BlockShedding shedding = TestShedding.byAge(waiting, Map.of(), metrics);
        start(shedding);
        assertThat(shedding.catchUp().mode()).isEqualTo(StageMode.LIVE);
        assertThat(second(MAX_AGE_MS * 2)).singleElement().asString().startsWith("the parser is slow");
        assertThat(snapshot().figure(StatsNames.of(StatsNames.SHED, 0), 0)).isEqualTo(10);
        assertThat(shedding.catchUp().mode()).isEqualTo(StageMode.SHEDDING);
    }

    @Test
    void shouldBeSlowWhenToldToBeComplete() {
        start(TestShedding.complete(waiting, metrics));
        assertThat(second(60_000)).singleElement().asString().startsWith("the parser is slow");
        assertThat(snapshot().figure(StatsNames.of(StatsNames.ORDERS, 0), 0)).isEqualTo(10);
    }

    @Test
    void shouldNotBeSlowByWhatAStartPositionAskedFor() {
        start(TestShedding.byAge(waiting, Map.of(), metrics));
        for (int i = 0; i < 10; i++) {
            block(3_600_000, Headers.REPLAY);
        }
        Snapshot reported = snapshot();
        assertThat(reported.degraded()).isEmpty();
        assertThat(reported.figure(StatsNames.AGE_MS, 0)).isEqualTo(3_600_000);
    }

    @Test
    void shouldReportThatItIsNotReadyToo() {
        start(TestShedding.complete(waiting, metrics));
        block(400);
        Snapshot reported = figures.snapshot(false, List.of(REBALANCING), List.of(), LIVE, 0, nowMs);
        assertThat(Reason.texts(reported.degraded())).hasSize(2).startsWith("Kafka Streams is REBALANCING");
    }

    @Test
    void shouldWarmUpWithinABoundInsteadOfBeingDegraded() {
        start(TestShedding.complete(waiting, metrics));
        ParserStats cold = new ParserStats("p", progress, MAX_AGE_MS, 30_000, clock, skew);
        List<Reason> starting = List.of(REBALANCING);
        block(400);
        Snapshot first = cold.snapshot(false, List.of(), starting, LIVE, 0, nowMs);
        assertThat(first.degraded()).isEmpty();
        assertThat(first.state().warming()).isTrue();
        assertThat(first.state().catchUp()).isEqualTo(LIVE);
        assertThat(Reason.texts(first.state().reasons()))
                .containsExactly(
                        "Kafka Streams is REBALANCING", "warming up: p99 of the age of its blocks is 400 ms, over 250");
        assertThat(first.state().reasons())
                .extracting(Reason::sinceMs)
                .as("both began with this snapshot")
                .containsOnly(first.atMs());
        nowMs += 30_000;
        block(400);
        Snapshot atTheBound = cold.snapshot(false, List.of(), starting, LIVE, 0, nowMs);
        assertThat(Reason.texts(atTheBound.degraded()))
                .containsExactly(
                        "Kafka Streams is REBALANCING",
                        "the parser is slow: p99 of the age of its blocks is 400 ms, over 250");
        assertThat(atTheBound.state()).isEqualTo(new StageState(false, List.of(), LIVE));
    }

    @ParameterizedTest
    @ValueSource(longs = {600_000, -600_000, 3_600_000, -3_600_000})
    void shouldReportASkewAndNotTakeItForSlowness(long skewMs) {
        ingestorAheadMs = skewMs;
        start(TestShedding.byAge(waiting, Map.of(), metrics));
        Set<String> reported = new LinkedHashSet<>();
        for (int i = 0; i < 30; i++) {
            reported.addAll(second(20));
            assertThat(snapshot().figure(StatsNames.AGE_MS, 0)).isLessThanOrEqualTo(20);
        }
        assertThat(reported)
                .containsExactly("its clock is " + Math.abs(skewMs) / 1_000 + " s "
                        + (skewMs > 0 ? "behind" : "ahead of") + " the ingestor's");
        assertThat(second(400)).hasSize(2).first().asString().startsWith("the parser is slow");
    }

    /** The clock of the ingestor's host is changed during the run, later the clocks of both hosts. */
    @ParameterizedTest
    @ValueSource(longs = {600_000, -600_000, 3_600_000, -3_600_000})
    void shouldNotBeSlowBecauseAClockIsSet(long byMs) {
        start(TestShedding.byAge(waiting, Map.of(), metrics));
        Set<String> reported = new LinkedHashSet<>();
        for (int i = 0; i < 60; i++) {
            ingestorAheadMs = i / 15 % 2 == 0 ? 0 : byMs;
            setBy = i < 30 ? 0 : ingestorAheadMs;
            reported.addAll(second(20));
        }
        assertThat(reported)
                .as("both clocks were set from the 30th second on")
                .containsExactly("its clock is " + Math.abs(byMs) / 1_000 + " s " + (byMs > 0 ? "behind" : "ahead of")
                        + " the ingestor's");
        assertThat(second(20)).isEmpty();
    }

    /** Handles ten blocks of that age; returns the reasons in the next snapshot. */
    private List<String> second(long ageMs) {
        for (int i = 0; i < 10; i++) {
            block(ageMs);
        }
        return Reason.texts(snapshot().degraded());
    }

    private Snapshot snapshot() {
        nowMs += 1_000;
        return Snapshot.parse(
                figures.snapshot(false, List.of(), List.of(), LIVE, 0, nowMs).toJson());
    }

    private void block(long ageMs, String... marks) {
        waitedMs.add(ageMs);
        seq++;
        Offsets offsets = new Offsets();
        offsets.add(seq * 1_000);
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.FILE, Headers.value("20260505/17"));
        headers.add(Headers.SEQ, Headers.value(seq));
        headers.add(Headers.EVENTS, Headers.value(1));
        headers.add(Headers.OFFSETS, offsets.toHeader());
        for (String mark : marks) {
            headers.add(mark, Headers.value(1));
        }
        raw.pipeInput(new TestRecord<>(
                null, Headers.value(EVENT), headers, Instant.ofEpochMilli(nowMs - ageMs + ingestorAheadMs)));
    }
}
