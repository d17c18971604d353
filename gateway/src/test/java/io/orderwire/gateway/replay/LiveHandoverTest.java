package io.orderwire.gateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.JsonView;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.gateway.hub.HubCase.Connection;
import io.orderwire.testing.seed.Seeds;
import io.orderwire.websocket.limit.Payer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both agents on one thread, step by step: a replay becomes a part of the live stream without a gap or a duplicate. */
class LiveHandoverTest {
    private static final Payer PAYER = new Payer("192.0.2.1", null);
    private static final String EARLIEST = "{\"type\":\"orders\",\"id\":\"x\",\"from\":\"earliest\"}";
    private static final int MOST_STEPS = 5_000;

    private final OrdersLog log = new OrdersLog(ReplayHub.PARTITIONS);
    private final List<Made> written = new ArrayList<>();
    private final List<String> got = new ArrayList<>();
    private ReplayHub hub;
    private ReplayAgent agent;
    private Connection client;

    private void start(long replayBytes) {
        hub = ReplayHub.withAgent(new ReplayLimits(9, 9, 9, 9, 9, replayBytes, 1_000));
        agent = new ReplayAgent(
                new ReplayAgent.Source(
                        log::connect,
                        Topics.DEFAULT.orders(),
                        ReplayHub.PARTITIONS,
                        100_000,
                        System::currentTimeMillis,
                        hub.nanoTime()),
                hub.streams(),
                hub.mailboxes(),
                hub.metrics());
        client = hub.connect(PAYER);
    }

    /** Writes orders, which the live stream reads at once. */
    private void write(int count) {
        for (int i = 0; i < count; i++) {
            Made made = hub.maker().next();
            written.add(made);
            hub.readLive(made, log.append(made));
        }
    }

    private void step() {
        agent.doWork();
        hub.advance(1 + Math.min(20, agent.idleNanos() / 1_000_000));
        hub.runTasks();
        take();
    }

    private void take() {
        got.addAll(client.take());
    }

    private void awaitLive() {
        for (int i = 0; hub.gauge("replays") > 0; i++) {
            assertThat(i).as("steps").isLessThan(MOST_STEPS);
            step();
        }
    }

    private void assertAllOnce(String description) {
        hub.advance(100);
        take();
        List<String> orders = ReplayHub.ordersOf(got.stream()
                .filter(message -> message.startsWith("{\"channel\":\"orders\""))
                .toList());
        assertThat(got)
                .as("losses: " + description)
                .filteredOn(message -> message.startsWith("{\"channel\":\"orders\""))
                .filteredOn(message -> !JsonView.at(message, "data", "dropped").equals("0"))
                .isEmpty();
        assertThat(orders.stream().collect(Collectors.groupingBy(json -> JsonView.at(json, "part"))))
                .as(description)
                .isEqualTo(written.stream()
                        .map(Made::json)
                        .collect(Collectors.groupingBy(json -> JsonView.at(json, "part"))));
        assertThat(hub.gauge("replays.memory")).as("memory").isZero();
        assertThat(hub.gauge("replays.commands") + hub.gauge("replays.reports")).isZero();
    }

    @Test
    void shouldContinueWithTheLiveStream() {
        start(1 << 20);
        write(500);
        assertThat(client.subscribe(EARLIEST))
                .as("it is not known yet where it begins")
                .isEmpty();
        awaitLive();
        assertThat(got).first().asString().contains("subscriptionResponse");
        write(50);
        assertAllOnce("orders");
    }

    /** Too many frames of the live stream had to be kept for it. */
    @Test
    void shouldTryAgainAfterItFellBehindTheLiveStream() {
        start(60_000);
        write(100);
        client.subscribe(EARLIEST);
        while (hub.mailboxes().commands().size() == 0 || got.isEmpty()) {
            step();
        }
        write(500);
        hub.advance(30);
        write(500);
        hub.advance(30);
        hub.runTasks();
        assertThat(hub.gauge("replays")).isEqualTo(1);
        awaitLive();
        write(50);
        assertAllOnce("orders");
    }

    /** The memory of all replays, or the 1,000 frames that may be kept for one client. */
    @ParameterizedTest
    @ValueSource(longs = {60_000, 4 << 20})
    void shouldTryAgainAfterItReleasedKeptFrames(long replayBytes) {
        start(replayBytes);
        write(100);
        joinLive();
        double memory = 0;
        for (int i = 0; hub.gauge("replays.memory") >= memory; i++) {
            assertThat(i).as("frames").isLessThan(MOST_STEPS);
            memory = hub.gauge("replays.memory");
            write(1);
            hub.advance(25);
        }
        assertThat(hub.gauge("replays")).isEqualTo(1);
        awaitLive();
        write(50);
        assertAllOnce("orders");
    }

    /** Subscribes, and lets the replay join the live stream, of which frames are kept from now on. */
    private void joinLive() {
        client.subscribe(EARLIEST);
        agent.doWork();
        hub.runTasks();
        take();
        assertThat(got).as("joined").last().asString().contains("\"channel\":\"orders\"");
    }

    /** The kept frames do not leave enough memory for the replay's own state. */
    @Test
    void shouldEndWhenKeptFramesTakeTheMemoryOfAllReplays() {
        start(60_000);
        write(100);
        joinLive();
        for (int i = 0; hub.gauge("replays.memory") < 58_500; i++) {
            assertThat(i).as("frames").isLessThan(MOST_STEPS);
            write(1);
            hub.advance(100);
        }
        log.fail();
        agent.doWork();
        hub.runTasks();
        take();

        assertThat(got)
                .last()
                .asString()
                .contains("Too many replays: {", " of 60000 bytes (gateway.replay.bytes); subscribe again");
        assertThat(hub.count("replays.ended", "reason", "memory")).isEqualTo(1);
        assertThat(hub.gauge("replays") + hub.gauge("replays.memory") + hub.gauge("subscriptions"))
                .isZero();
    }

    @Test
    void shouldEndWhenTheTopicHasBeenCreatedAgain() {
        start(1 << 20);
        write(10);
        client.subscribe(EARLIEST);
        agent.doWork();
        hub.liveIsOfTopic(Uuid.randomUuid());
        hub.runTasks();
        take();

        assertThat(got).last().asString().contains("The topic was recreated: {");
        assertThat(hub.gauge("replays")).isZero();
        assertThat(hub.gauge("subscriptions")).isZero();
    }

    @RepeatedTest(40)
    void shouldNeitherLoseNorRepeatAnOrderWhateverTheOrderOfSteps(RepetitionInfo repetition) {
        long seed = Seeds.of(LiveHandoverTest.class, "steps " + repetition.getCurrentRepetition());
        Random random = new Random(seed);
        start(1 << 20);
        write(random.nextInt(3_000));
        client.subscribe(EARLIEST);
        for (int i = 0; i < 200; i++) {
            switch (random.nextInt(8)) {
                case 0 -> write(random.nextInt(60));
                case 1, 2, 3 -> agent.doWork();
                case 4, 5 -> hub.runTasks();
                case 6 -> hub.advance(random.nextInt(60));
                default -> {
                    if (random.nextInt(8) == 0) {
                        log.fail();
                    }
                }
            }
            take();
        }
        awaitLive();
        write(20);
        assertAllOnce("seed " + seed);
    }

    @RepeatedTest(10)
    void shouldLeaveNothingWheneverItsClientUnsubscribes(RepetitionInfo repetition) {
        start(1 << 20);
        write(1_000);
        client.subscribe(EARLIEST);
        for (int i = 0; i < repetition.getCurrentRepetition(); i++) {
            agent.doWork();
            if (i % 2 == 0) {
                hub.runTasks();
            }
        }
        client.say("unsubscribe", "{\"type\":\"orders\",\"id\":\"x\"}");
        client.take();
        for (int i = 0; i < 10; i++) {
            step();
        }
        write(100);
        hub.advance(5_000);
        take();

        assertThat(got).as("sent after the answer").isEmpty();
        assertThat(hub.gauge("replays") + hub.gauge("replays.memory") + hub.gauge("subscriptions.shared"))
                .isZero();
    }
}
