package io.orderwire.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.gateway.JsonView;
import io.orderwire.gateway.OrderMaker;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.RequestReader;
import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.ClientLimits;
import io.orderwire.gateway.session.IoThread;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.WorkMetrics;
import io.orderwire.testing.seed.Seeds;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.transport.Message;
import io.orderwire.websocket.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInfo;

/**
 * A client that is slow at times: every order that it did not get is counted exactly, and at its place, in each of its
 * subscriptions.
 */
class SlowClientTest {
    private static final String USER = OrderMaker.user(1);
    private static final int STEPS = 2_000;
    /** Number of first steps in which the client does not read, so that its queue overflows with every seed. */
    private static final int STUCK_STEPS = 300;

    private final Random random;
    private final OrderMaker maker;
    private final IoThread ioThread = new IoThread(Runnable::run);
    private final RecordView view = new RecordView();
    private final List<String> messages = new ArrayList<>();
    private final Account all = new Account();
    private final Account coin = new Account();
    private final Account user = new Account();
    private Runnable inFlight;
    private long nowNanos = TimeUnit.HOURS.toNanos(1);
    private long droppedSlow;
    private long late;
    private int cursor;
    private final Client client = new Client(
            new SlowTransport(),
            ioThread,
            Payer.UNKNOWN,
            new Client.Setup(
                    new ClientLimits(
                            new ClientLimits.Queue(16, 64 * 1024),
                            new ClientLimits.Times(1_000_000, 1_000_000, 1_000_000, 1_000_000),
                            new ClientLimits.Messages(100, 100, 1_000),
                            new ClientLimits.Subscriptions(3, 1 << 20)),
                    new SendMemory(1 << 20),
                    () -> nowNanos,
                    n -> droppedSlow += n));
    private final GatewayMetrics metrics = new GatewayMetrics(new SimpleMeterRegistry());
    private final Hub.Setup setup = new Hub.Setup(
            4_096,
            20,
            4,
            new Hub.SubscriptionBytes(1 << 20, 1 << 20, 1 << 20),
            new Hub.WorkLimits(1_000, 1_000, 1_000));
    private final Hub hub = new Hub(
            setup,
            new LiveStreams(setup, () -> "cursor-" + cursor++, Clock.systemUTC(), () -> nowNanos, metrics),
            new NoPast(),
            new RecentOrders(2 << 20),
            new Hub.Surroundings(
                    () -> {},
                    () -> new byte[] {'{', '}'},
                    ioThread::flush,
                    () -> nowNanos,
                    new WorkMetrics(new SimpleMeterRegistry())),
            metrics);

    SlowClientTest(TestInfo test) {
        long seed = Seeds.of(SlowClientTest.class, test.getDisplayName());
        random = new Random(seed);
        maker = new OrderMaker(seed, 4);
    }

    /** Accepts one message at a time, and the next one on request. */
    private final class SlowTransport implements Transport {
        @Override
        public void send(Message message, Runnable sent) {
            messages.add(StandardCharsets.UTF_8.decode(message.text()).toString());
            inFlight = sent;
        }

        @Override
        public void ping() {}

        @Override
        public void close(int code, String reason) {
            throw new AssertionError("closed with " + code + ": " + reason);
        }

        @Override
        public void cut() {
            throw new AssertionError("cut off");
        }
    }

    /** Compares the orders that a subscription should get, in order, with received and dropped ones. */
    private static final class Account {
        private final List<String> due = new ArrayList<>();
        private int at;
        private long dropped;

        void dropped(long count) {
            dropped += count;
            at += (int) count;
        }

        void got(String order) {
            assertThat(at).isLessThan(due.size());
            assertThat(order).as("number %d", at).isEqualTo(due.get(at));
            at++;
        }
    }

    @RepeatedTest(3)
    void shouldCountEveryOrderThatASlowClientDidNotGetAtItsPlace() {
        subscribe("{\"type\":\"orders\",\"id\":\"all\",\"batchMs\":5}");
        subscribe("{\"type\":\"orders\",\"id\":\"coin\",\"coins\":[\"BTC\"],\"batchMs\":0}");
        subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}");
        int speed = 0;
        for (int step = 0; step < STEPS; step++) {
            if (step >= STUCK_STEPS && random.nextInt(100) == 0) {
                speed = random.nextInt(5);
            }
            feed(random.nextInt(20) == 0);
            if (random.nextInt(4) == 0) {
                pass(random.nextInt(30));
            }
            for (int i = 0; i < speed; i++) {
                takeOne();
            }
        }
        finish();

        messages.forEach(this::read);
        assertThat(List.of(all.at, coin.at, user.at)).containsExactly(all.due.size(), coin.due.size(), user.due.size());
        assertThat(droppedSlow).as("as slow").isPositive();
        assertThat(all.dropped + coin.dropped + user.dropped).isEqualTo(droppedSlow + late);
    }

    private void subscribe(String subscription) {
        hub.request(
                client, new RequestReader(20).read("{\"method\":\"subscribe\",\"subscription\":" + subscription + "}"));
        hub.runTasks();
        ioThread.flush();
    }

    private void feed(boolean comesLate) {
        Made made = random.nextInt(3) == 0
                ? maker.make(USER, random.nextBoolean() ? "BTC" : "ETH", "open", "B")
                : maker.next();
        view.turnTo(made.key(), made.value(), 0);
        String order = comesLate ? "late" : made.json();
        expect(all, order);
        if (made.coin().equals("BTC")) {
            expect(coin, order);
        }
        if (made.user().equals(USER)) {
            expect(user, order.equals("late") ? order : JsonView.at(order, "event", "order", "oid"));
        }
        if (comesLate) {
            hub.late(view);
        } else {
            hub.order(view);
        }
        hub.endOfBatch();
    }

    private void expect(Account account, String order) {
        account.due.add(order);
        late += order.equals("late") ? 1 : 0;
    }

    private void pass(long ms) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(ms);
        hub.endOfBatch();
    }

    private boolean takeOne() {
        Runnable sent = inFlight;
        inFlight = null;
        if (sent != null) {
            sent.run();
        }
        return sent != null;
    }

    /** Reads all waiting messages, and the empty frame that reports the last losses. */
    private void finish() {
        for (int i = 0; i < 3; i++) {
            while (takeOne()) {
                ioThread.flush();
            }
            pass(5_000);
        }
    }

    private void read(String message) {
        if (message.startsWith("{\"channel\":\"orders\"")) {
            Account account = JsonView.text(message, "data", "id").equals("all") ? all : coin;
            account.dropped(Long.parseLong(JsonView.at(message, "data", "dropped")));
            JsonView.elements(JsonView.at(message, "data", "orders")).forEach(account::got);
        } else if (message.startsWith("{\"channel\":\"dropped\"")) {
            user.dropped(Long.parseLong(JsonView.at(message, "data", "dropped")));
        } else if (message.startsWith("{\"channel\":\"orderUpdates\"")) {
            JsonView.elements(JsonView.at(message, "data"))
                    .forEach(update -> user.got(JsonView.at(update, "order", "oid")));
        }
    }
}
