package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.orderwire.testing.broker.BrokerExtension;
import io.orderwire.testing.seed.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Random and mutated requests, while orders flow: each is answered once, a healthy client misses nothing meanwhile, nothing
 * fails inside the gateway, and nothing is left of the attackers. A failure prints the seed of its attack; {@code
 * -Dorderwire.fuzz.seed} with that seed repeats this attack first. {@code -Dorderwire.fuzz.requests} sets the number of
 * requests of the longest form.
 */
class RequestFuzzIT {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private static final int PARTITIONS = 4;
    private static final int ATTACKERS = 4;
    private static final long WRITE_INTERVAL_MS = 20;
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Classes of a client, and of everything that it may hold. */
    private static final String[] HELD = {
        "io.orderwire.gateway.session.Client",
        "io.orderwire.gateway.session.Subscription",
        "io.orderwire.gateway.hub.Holdings",
        "io.orderwire.gateway.hub.SharedOrders",
        "io.orderwire.gateway.hub.SharedUpdates",
        "io.orderwire.gateway.replay.Replay",
        "io.orderwire.gateway.replay.ReplayRun",
        "io.orderwire.gateway.replay.LiveHandover",
        "io.orderwire.gateway.http.ClientReceiver",
        "io.orderwire.websocket.transport.ReceiveListener",
        "io.orderwire.websocket.deflate.Inflation"
    };

    @Test
    void shouldAnswerEachOfAThousandRequests() throws Exception {
        fuzz(1_000);
    }

    @Test
    @Tag("adversary")
    void shouldAnswerEachOfManyRequests() throws Exception {
        fuzz(20_000);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 24, unit = TimeUnit.HOURS)
    void shouldAnswerEachOfAMillionRequests() throws Exception {
        fuzz(Long.getLong("orderwire.fuzz.requests", 1_000_000));
    }

    /** Kinds of answers that must occur at least once, because the test would otherwise prove nothing. */
    private static final List<String> ANSWERS = List.of(
            "subscribe",
            "unsubscribe",
            "pong",
            "post",
            "Error parsing JSON into valid websocket request",
            "Invalid subscription",
            "Already subscribed",
            "Already unsubscribed",
            "HTTP 200",
            "HTTP 400");

    private final Map<String, Long> answers = new ConcurrentSkipListMap<>();

    private void fuzz(long count) throws Exception {
        long seed = Long.getLong("orderwire.fuzz.seed", Seeds.of(RequestFuzzIT.class));
        System.out.println("fuzz of " + count + " requests with seed " + seed);
        try (TestGateway gateway = TestGateway.start(
                        BROKER.broker(),
                        Map.of(
                                SessionOptions.MESSAGES_PER_SECOND,
                                100_000,
                                SessionOptions.MESSAGE_BURST,
                                1_000_000,
                                IoOptions.ADDRESS_MESSAGES,
                                1_000_000,
                                SubscriptionOptions.MAX_SUBSCRIPTIONS,
                                30,
                                EdgeOptions.ADDRESS_ACCEPTS,
                                100_000,
                                EdgeOptions.ADDRESS_HANDSHAKES,
                                100_000,
                                EdgeOptions.ADDRESS_REQUESTS,
                                1_000_000,
                                ReplayOptions.OF_CLIENT,
                                5,
                                ReplayOptions.PATIENCE_MS,
                                300));
                OrderWriter writer = new OrderWriter(BROKER.broker(), seed, PARTITIONS)) {
            double before = gateway.metric("records");
            writer.write(500);
            // A slow gateway would still send some of them to the witness, which expects later ones only.
            await().atMost(SOON).until(() -> gateway.metric("records") >= before + 500);
            try (FuzzWitness witness = new FuzzWitness(gateway, writer.maker(), PARTITIONS)) {
                run(count, seed, gateway, writer, witness);
            }
        }
    }

    private void run(long count, long seed, TestGateway gateway, OrderWriter writer, FuzzWitness witness)
            throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong sent = new AtomicLong();
        AtomicLong attacks = new AtomicLong();
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(ATTACKERS + 1);
        try {
            Map<String, Long> objects = LiveObjects.count(HELD);
            ScheduledFuture<?> writing =
                    threads.scheduleWithFixedDelay(() -> writer.write(3), 0, WRITE_INTERVAL_MS, TimeUnit.MILLISECONDS);
            List<Future<?>> attacking = new ArrayList<>();
            for (int i = 0; i < ATTACKERS; i++) {
                attacking.add(threads.submit(() -> {
                    while (sent.get() < count && !over.get()) {
                        sent.addAndGet(attack(seed + attacks.getAndIncrement(), gateway, witness));
                    }
                    return null;
                }));
            }
            try {
                for (Future<?> attacker : attacking) {
                    attacker.get();
                }
            } finally {
                over.set(true);
            }
            // Waits for a running write, because the witness must receive all written orders.
            assertThat(writing.cancel(false)).as("no write failed").isTrue();
            threads.shutdown();
            assertThat(threads.awaitTermination(SOON.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            witness.assertComplete(writer.maker());
            assertNothingFailed(gateway);
            assertQuiet(gateway, objects);
            System.out.println(sent + " requests in " + attacks + " attacks, answered by " + answers);
            assertThat(answers).containsKeys(ANSWERS.toArray(String[]::new));
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    private int attack(long seed, TestGateway gateway, FuzzWitness witness) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        try {
            int requests = random.nextInt(3) == 0
                    ? new HttpFuzz(gateway, random, answers).run()
                    : new WebSocketFuzz(gateway, random, witness::cursor, answers).run();
            assertNothingFailed(gateway);
            witness.assertUndisturbed();
            return requests;
        } catch (Exception | AssertionError e) {
            throw new AssertionError("attack with seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private static void assertNothingFailed(TestGateway gateway) {
        assertThat(gateway.fatal()).isEmpty();
        assertThat(gateway.meters().find("orderwire.gateway.failures").meters()).allSatisfy(meter -> assertThat(
                        meter.measure().iterator().next().getValue())
                .as("%s", meter.getId())
                .isZero());
        assertThat(gateway.meters()
                        .find("orderwire.gateway.closed")
                        .tag("code", "1011")
                        .counters())
                .extracting(Counter::count)
                .as("connections closed for a failure")
                .isEmpty();
    }

    /** Nothing is left of the attackers. */
    private static void assertQuiet(TestGateway gateway, Map<String, Long> objects) {
        await().atMost(SOON).untilAsserted(() -> {
            for (String one : List.of("clients", "subscriptions", "subscriptions.shared")) {
                assertThat(gateway.metric(one)).as(one).isEqualTo(1);
            }
            for (String none : List.of(
                    "queues", "tasks", "replays", "replays.waiting", "replays.memory", "answers", "searches.waiting")) {
                assertThat(gateway.metric(none)).as(none).isZero();
            }
        });
        // I/O threads may refer to a connection for a moment after its end.
        await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(LiveObjects.count(HELD))
                .isEqualTo(objects));
    }
}
