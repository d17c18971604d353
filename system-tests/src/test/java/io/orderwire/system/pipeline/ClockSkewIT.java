package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Source;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.ingestor.IngestorProcess;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Guarantees;
import io.orderwire.testing.guarantees.ReceivedOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of one process's host is wrong, or changed during the run: the skew is reported, and nothing is lost. */
@Tag("adversary")
@Timeout(240)
class ClockSkewIT extends PipelineCase {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int BLOCK = 20;

    /** Two minutes: far below the skew, and far above the delay of fresh records on a busy machine. */
    private static final String MAX_AGE = ".max.age.ms=120000";

    private Simulator simulator;
    private GatewayProcess gateway;
    private final Set<String> reported = new TreeSet<>();

    @BeforeEach
    void start() {
        simulator = new Simulator(SimulatorOptions.builder(data).build());
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({"ingestor,10", "ingestor,-10", "parser,10", "parser,-10", "gateway,10", "gateway,-10"})
    void shouldReportASkewWithItsSizeAndLoseNothing(String wrong, int aheadMinutes) throws Exception {
        SettableClock clock = new SettableClock(Duration.ofMinutes(aheadMinutes));
        startAll(wrong, clock);
        try (OrdersSubscriber orders = new OrdersSubscriber(gateway.wsUrl())) {
            writeUntilToldExactly(skews(wrong, aheadMinutes));
            assertThat(ages()).isNotEmpty().allMatch(age -> age < 60_000);
            await().atMost(PATIENCE).until(() -> orders.count() == simulator.events());
            assertNothingIsLost(orders);
            try (OrdersSubscriber replayed = new OrdersSubscriber(gateway.wsUrl(), "{\"minutesAgo\":5}")) {
                await().atMost(PATIENCE).until(() -> replayed.count() == simulator.events());
            }

            clock.set(Duration.ZERO);
            reported.clear();
            writeUntilTold(Set.of());
            assertThat(reported).isSubsetOf(skews(wrong, aheadMinutes));
            await().atMost(PATIENCE).until(() -> orders.count() == simulator.events());
            assertNothingIsLost(orders);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingestor", "parser", "gateway"})
    void shouldLoseNothingWhileAClockIsSetBackAndForth(String wrong) throws Exception {
        SettableClock clock = new SettableClock(Duration.ZERO);
        startAll(wrong, clock);
        try (OrdersSubscriber orders = new OrdersSubscriber(gateway.wsUrl())) {
            for (int minutes : new int[] {10, 0, -10, 60, -60, 120}) {
                clock.set(Duration.ofMinutes(minutes));
                for (int block = 0; block < 20; block++) {
                    simulator.writeBlock(BLOCK);
                    reported.addAll(GatewayStats.reasons(gateway));
                    long written = simulator.events();
                    await().atMost(PATIENCE).pollInterval(PAUSE).until(() -> orders.count() == written);
                }
            }
            writeUntilTold(skews(wrong, 120));
            assertThat(reported).allMatch(reason -> reason.contains(": its clock is "));
            clock.set(Duration.ZERO);
            writeUntilTold(Set.of());
            await().atMost(PATIENCE).until(() -> orders.count() == simulator.events());
            assertNothingIsLost(orders);
        }
    }

    /** The parser takes longer to parse a block than the simulator takes to write one. */
    @ParameterizedTest
    @ValueSource(ints = {10, -10})
    void shouldShedTheOldestOfASlowParserWhateverItsClockSays(int aheadMinutes) throws Exception {
        ingestor();
        pipeline.clock(new SettableClock(Duration.ofMinutes(aheadMinutes)));
        pipeline.nanoTime(slow());
        pipeline.parser("parser", "overload=latest", "catch.up.max.ms=0", "parser.max.age.ms=1000");
        pipeline.clock(Clock.systemUTC());
        pipeline.nanoTime(System::nanoTime);
        gateway = pipeline.gateway("gateway", "overload=latest", "gateway" + MAX_AGE);
        try (OrdersSubscriber orders = new OrdersSubscriber(gateway.wsUrl())) {
            await().atMost(PATIENCE).pollInterval(PAUSE).until(() -> {
                simulator.writeBlock(BLOCK);
                return shed() > 10 * BLOCK;
            });
            simulator.writeBlock(BLOCK);
            List<FileEvent> events = NodeFiles.of(data, Source.STREAMING).events();
            Set<String> newest = events.subList(events.size() - BLOCK, events.size()).stream()
                    .map(event -> event.pos().toString())
                    .collect(Collectors.toSet());
            await().atMost(PATIENCE).until(() -> positions(orders).containsAll(newest));
            await().atMost(PATIENCE).until(() -> orders.count() + shed() == simulator.events());
            assertThat(orders.gaps().stream().mapToLong(Gap::events).sum()).isEqualTo(shed());
            assertInOrder(orders);
            assertAccounts();
        }
    }

    private void startAll(String wrong, Clock clock) {
        for (String process : List.of("ingestor", "parser", "gateway")) {
            pipeline.clock(process.equals(wrong) ? clock : Clock.systemUTC());
            switch (process) {
                case "ingestor" -> ingestor();
                case "parser" -> pipeline.parser("parser", "overload=latest", "parser" + MAX_AGE);
                default -> gateway = pipeline.gateway("gateway", "overload=latest", "gateway" + MAX_AGE);
            }
        }
    }

    private IngestorProcess ingestor() {
        return pipeline.ingestor(data, Source.STREAMING, "start=end", "overload=latest", "ingestor" + MAX_AGE);
    }

    /** The reasons that are expected if the clock of a process is ahead by that. */
    private static Set<String> skews(String wrong, int aheadMinutes) {
        String size = "its clock is " + Math.abs(aheadMinutes) * 60 + " s ";
        String own = size + (aheadMinutes > 0 ? "ahead of" : "behind");
        String others = size + (aheadMinutes > 0 ? "behind" : "ahead of");
        return wrong.equals("ingestor")
                ? Set.of(
                        "ingestor: " + own + " the node's",
                        "parser: " + others + " the ingestor's",
                        "gateway: " + others + " the ingestor's")
                : Set.of(wrong + ": " + own + " the ingestor's");
    }

    private void writeUntilToldExactly(Set<String> reasons) {
        writeUntilTold(reasons);
        assertThat(reported).as("nothing else is reported").isEqualTo(new TreeSet<>(reasons));
    }

    private void writeUntilTold(Set<String> reasons) {
        await().atMost(PATIENCE).pollInterval(PAUSE).until(() -> {
            simulator.writeBlock(BLOCK);
            List<String> now = GatewayStats.reasons(gateway);
            reported.addAll(now);
            return Set.copyOf(now).equals(reasons);
        });
    }

    private List<Long> ages() throws Exception {
        String body = GatewayStats.body(gateway);
        String ages = body.substring(body.indexOf("\"ageMs\":{") + 9, body.indexOf("},\"behind\""));
        return List.of(ages.split(",")).stream()
                .map(age -> age.substring(age.lastIndexOf(':') + 1))
                .filter(age -> !age.equals("null"))
                .map(Long::valueOf)
                .toList();
    }

    private void assertNothingIsLost(OrdersSubscriber orders) throws Exception {
        assertThat(gaps()).isEmpty();
        assertThat(orders.gaps()).isEmpty();
        assertThat(orders.dropped()).isZero();
        Guarantees exactlyOnce = Guarantees.exactlyOnceInOrder(Pipeline.PARTITIONS);
        Guarantees client = Guarantees.exactlyOnceInOrder(Pipeline.PARTITIONS);
        NodeFiles.of(data, Source.STREAMING).events().forEach(event -> {
            exactlyOnce.produced(event);
            client.produced(event);
        });
        orders.orders().forEach(order -> client.received(ReceivedOrder.parse(order)));
        client.check();
        pipeline.committed(broker.topics().orders())
                .forEach(row -> exactlyOnce.record(row, broker.topics().orders()));
        exactlyOnce.check();
        assertThat(pipeline.counted("orderwire.parser.shed")).isZero();
        assertAccounts();
    }

    private static void assertInOrder(OrdersSubscriber orders) {
        Map<Integer, List<Long>> seqs = new TreeMap<>();
        for (byte[] order : orders.orders()) {
            ReceivedOrder received = ReceivedOrder.parse(order);
            seqs.computeIfAbsent(received.partition(), partition -> new ArrayList<>())
                    .add(received.seq());
        }
        seqs.forEach((partition, of) -> assertThat(of)
                .as("partition %d", partition)
                .isSortedAccordingTo(Comparator.<Long>naturalOrder())
                .doesNotHaveDuplicates());
    }

    private static Set<String> positions(OrdersSubscriber orders) {
        return orders.orders().stream()
                .map(order -> ReceivedOrder.parse(order).pos().toString())
                .collect(Collectors.toSet());
    }

    private void assertAccounts() {
        awaitAccounts(gateway, Source.STREAMING, this::outputs);
    }

    private List<Gap> gaps() {
        return pipeline.committed(broker.topics().gaps()).stream()
                .map(row -> Gap.parse(new String(row.value(), StandardCharsets.UTF_8)))
                .toList();
    }

    private long shed() {
        return gaps().stream()
                .filter(gap -> gap.where() == Gap.Where.PARSER)
                .mapToLong(Gap::events)
                .sum();
    }

    /**
     * Monotonic time that delays the parsing threads by 50 ms per reading. The delay is the overload; the test waits for
     * events that were shed.
     */
    private static LongSupplier slow() {
        return () -> {
            if (Thread.currentThread().getName().contains("StreamThread")) {
                try {
                    Thread.sleep(50);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return System.nanoTime();
        };
    }
}
