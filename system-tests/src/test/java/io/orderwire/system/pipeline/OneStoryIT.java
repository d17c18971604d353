package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Headers;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.ingestor.IngestorProcess;
import io.orderwire.parser.ParserProcess;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Accounted;
import io.orderwire.testing.guarantees.Accounts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The ingestor and the parser shed events: the topic of gaps, the markers among the orders, {@code /stats}, the metrics,
 * the {@code gaps} channel and a client's own frames report the same losses, which agree with the files.
 */
@Timeout(240)
class OneStoryIT extends PipelineCase {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final int FRESH = 300;
    private static final int PARSERS_LOSS = 700;
    private static final int INGESTORS_LOSS = 400;

    /** Far below ten minutes, and far above what a busy machine takes for what is fresh. */
    private static final String MAX_AGE = ".max.age.ms=120000";

    /** What is lost here could be caught up in a moment. */
    private static final String AGE_ALONE = "catch.up.max.ms=0";

    private Duration passed = Duration.ZERO;
    private final Clock nodeClock = ((InstantSource) () -> Instant.now().plus(passed)).withZone(ZoneOffset.UTC);

    /** Time passes for processes that start, and for lines that are written, from now on: existing data is older for them. */
    private void letPass(Duration time) {
        pipeline.letPass(time);
        passed = passed.plus(time);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellTheSameOfLossesEverywhere(Source source) throws Exception {
        SimulatorOptions options =
                SimulatorOptions.builder(data).shape(source).clock(nodeClock).build();
        try (Simulator simulator = new Simulator(options)) {
            IngestorProcess ingestor = ingestor(source);
            ParserProcess parser = parser();
            GatewayProcess gateway = pipeline.gateway("gateway", "overload=latest", AGE_ALONE, "gateway" + MAX_AGE);
            try (OrdersSubscriber orders = new OrdersSubscriber(gateway.wsUrl());
                    GapsSubscriber gaps = new GapsSubscriber(gateway.wsUrl())) {
                simulator.writeBlock(FRESH);
                Files.writeString(simulator.currentFile(), "noise\n", StandardOpenOption.APPEND);
                await().atMost(PATIENCE).until(() -> orders.count() == FRESH);

                parser.close();
                simulator.writeBlock(PARSERS_LOSS);
                await().atMost(PATIENCE).until(() -> pipeline.rawEvents() == simulator.events() + 1);
                ingestor.close();
                letPass(TEN_MINUTES);
                IngestorProcess later = ingestor(source);
                simulator.writeBlock(FRESH);
                await().atMost(PATIENCE).until(() -> pipeline.rawEvents() == simulator.events() + 1);
                parser();
                await().atMost(PATIENCE).until(() -> lost("parser") == PARSERS_LOSS);
                await().atMost(PATIENCE).until(() -> orders.count() == 2 * FRESH);

                later.close();
                simulator.writeBlock(INGESTORS_LOSS);
                letPass(TEN_MINUTES);
                simulator.writeBlock(FRESH);
                ingestor(source);
                await().atMost(PATIENCE).until(() -> lost("ingestor") == INGESTORS_LOSS);
                await().atMost(PATIENCE).until(() -> orders.count() == 3 * FRESH);

                await().atMost(PATIENCE).untilAsserted(() -> assertOneStory(source, gateway, orders, gaps));
            }
        }
    }

    private void assertOneStory(Source source, GatewayProcess gateway, OrdersSubscriber orders, GapsSubscriber gaps)
            throws Exception {
        Accounts reported = GatewayStats.accounts(gateway);
        NodeFiles files = NodeFiles.of(data, source);
        List<FileEvent> events = files.events();
        Accounted account = new Accounted().files(files.counts()).reported(reported);
        events.forEach(account::produced);
        List.of(
                        broker.topics().orders(),
                        broker.topics().deadLetters(),
                        broker.topics().gaps())
                .forEach(topic -> pipeline.committed(topic)
                        .forEach(row -> account.record(row, broker.topics().orders())));
        account.check();
        assertThat(reported.skippedAtIngest()).isEqualTo(INGESTORS_LOSS);
        assertThat(reported.shedByParser()).isEqualTo(PARSERS_LOSS);

        assertThat(pipeline.counted("orderwire.ingestor.shed")).isEqualTo(INGESTORS_LOSS);
        assertThat(pipeline.counted("orderwire.parser.shed")).isEqualTo(PARSERS_LOSS);

        Map<String, Gap> topic = newest(topicGaps());
        assertThat(newest(gaps.gaps())).isEqualTo(topic);
        assertThat(markers().keySet()).isEqualTo(topic.keySet());
        markers().forEach((id, partitions) -> assertThat(partitions)
                .as("where %s stands", id)
                .containsExactlyInAnyOrderElementsOf(touched(topic.get(id))));

        assertThat(newest(orders.gaps()).keySet()).isEqualTo(topic.keySet());
        assertThat(orders.dropped()).isZero();
        assertThat(orders.count() + sum(newest(topicGaps()).values()) + reported.deadLetters())
                .isEqualTo(events.size());
    }

    private static Collection<Integer> touched(Gap gap) {
        return gap.partition() == null ? List.of(0, 1, 2, 3) : List.of(gap.partition());
    }

    private IngestorProcess ingestor(Source source) {
        return pipeline.ingestor(data, source, "start=end", "overload=latest", AGE_ALONE, "ingestor" + MAX_AGE);
    }

    private ParserProcess parser() {
        return pipeline.parser("parser", "overload=latest", AGE_ALONE, "parser" + MAX_AGE);
    }

    private List<Gap> topicGaps() {
        return pipeline.committed(broker.topics().gaps()).stream()
                .map(row -> Gap.parse(new String(row.value(), StandardCharsets.UTF_8)))
                .toList();
    }

    /** The partitions that have a marker of a gap, by the id of the gap. */
    private Map<String, List<Integer>> markers() {
        Map<String, List<Integer>> markers = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> row :
                pipeline.committed(broker.topics().orders())) {
            if (row.headers().lastHeader(Headers.GAP) != null) {
                markers.computeIfAbsent(Gap.of(row.headers()).id(), id -> new ArrayList<>())
                        .add(row.partition());
            }
        }
        return markers;
    }

    private long lost(String where) {
        return sum(newest(topicGaps()).values().stream()
                .filter(gap -> gap.where().word().equals(where))
                .toList());
    }

    /** The ingestor reports a gap again once it is counted. */
    private static Map<String, Gap> newest(List<Gap> gaps) {
        return gaps.stream().collect(Collectors.toMap(Gap::id, gap -> gap, (before, now) -> now));
    }

    private static long sum(Collection<Gap> gaps) {
        return gaps.stream()
                .mapToLong(gap -> gap.events() == null ? 0 : gap.events())
                .sum();
    }
}
