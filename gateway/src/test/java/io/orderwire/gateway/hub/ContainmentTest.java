package io.orderwire.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.gateway.OrderMaker;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.RequestReader;
import io.orderwire.gateway.protocol.StartPosition;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Frame;
import io.orderwire.gateway.session.IoThread;
import io.orderwire.gateway.session.TestLimits;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.WorkMetrics;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.transport.Message;
import io.orderwire.websocket.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Injects failures where the reading thread works for clients. */
class ContainmentTest {
    @SuppressWarnings("NullAway") // makes the callee fail, as no caller should
    private static final byte[] NO_VALUE = null;

    private static final Supplier<String> SOUND = () -> "cursor";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final GatewayMetrics metrics = new GatewayMetrics(meters);
    private final IoThread ioThread = new IoThread(Runnable::run);
    private final RequestReader requests = new RequestReader(0);
    private final OrderMaker maker = new OrderMaker(1, 4);
    private final RecordView view = new RecordView();
    private Supplier<String> cursor = SOUND;
    private Supplier<byte[]> stats = () -> "{}".getBytes(StandardCharsets.UTF_8);
    private final Hub.Setup setup = new Hub.Setup(
            4_096, 0, 4, new Hub.SubscriptionBytes(1 << 20, 1 << 20, 1 << 20), new Hub.WorkLimits(1_000, 1_000, 1_000));
    private final Hub hub = new Hub(
            setup,
            new LiveStreams(setup, () -> cursor.get(), Clock.systemUTC(), () -> 1, metrics),
            new NoPast(),
            new RecentOrders(2 << 20),
            new Hub.Surroundings(() -> {}, () -> stats.get(), ioThread::flush, () -> 1, new WorkMetrics(meters)),
            metrics);
    private final Connection broken = new Connection();
    private final Connection sound = new Connection();

    /** A connection whose kernel takes everything at once. */
    private final class Connection implements Transport {
        private final List<String> messages = new ArrayList<>();
        private final Client client = new Client(
                this,
                ioThread,
                Payer.UNKNOWN,
                new Client.Setup(TestLimits.ROOMY, new SendMemory(1 << 20), () -> 1, metrics.sessions()));

        @Override
        public void send(Message message, Runnable sent) {
            messages.add(StandardCharsets.UTF_8.decode(message.text()).toString());
            sent.run();
        }

        @Override
        public void ping() {}

        @Override
        public void close(int code, String reason) {
            messages.add("close " + code);
        }

        @Override
        public void cut() {}

        void subscribe(String subscription) {
            hub.request(client, requests.read("{\"method\":\"subscribe\",\"subscription\":" + subscription + "}"));
            hub.runTasks();
            hub.endOfBatch();
        }

        boolean isClosed() {
            return messages.contains("close 1011");
        }
    }

    private double failures(String of) {
        return meters.get("orderwire.gateway.failures").tag("of", of).counter().count();
    }

    private Made feed() {
        Made made = maker.next();
        view.turnTo(made.key(), made.value(), 0);
        hub.order(view);
        hub.endOfBatch();
        return made;
    }

    private static <T> Supplier<T> failing(Throwable failure) {
        return () -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        };
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, NullPointerException.class, StackOverflowError.class})
    void shouldEndOnlyTheClientWhoseRequestFails(Class<? extends Throwable> failure) throws Exception {
        sound.subscribe("{\"type\":\"orders\",\"id\":\"all\"}");
        cursor = failing(failure.getDeclaredConstructor().newInstance());
        broken.subscribe("{\"type\":\"orders\",\"id\":\"mine\",\"coins\":[\"BTC\"]}");
        cursor = SOUND;
        Made made = feed();

        assertThat(broken.messages).containsExactly("close 1011");
        assertThat(failures("client")).isEqualTo(1);
        assertThat(sound.messages).last().asString().contains(made.json());
        assertThat(meters.get("orderwire.gateway.subscriptions.shared").gauge().value())
                .as("groups")
                .isEqualTo(1);
        assertThat(meters.get("orderwire.gateway.subscriptions").gauge().value())
                .isEqualTo(1);
    }

    @Test
    void shouldCountWhatAFailedRequestLeftUntilItsClientHasGone() {
        stats = failing(new IllegalStateException("injected"));
        broken.subscribe("{\"type\":\"pipeline\"}");
        assertThat(broken.isClosed()).isTrue();

        broken.client.gone();
        hub.gone(broken.client);
        hub.runTasks();
        assertThat(meters.get("orderwire.gateway.subscriptions").gauge().value())
                .isZero();
        assertThat(meters.get("orderwire.gateway.subscriptions.memory").gauge().value())
                .isZero();
    }

    @Test
    void shouldNotPassOnALackOfMemoryAsAClientsFault() {
        cursor = failing(new OutOfMemoryError("injected"));

        assertThatThrownBy(() -> broken.subscribe("{\"type\":\"orders\"}")).isInstanceOf(OutOfMemoryError.class);
        assertThat(broken.isClosed()).isFalse();
    }

    @Test
    void shouldEndOnlyTheClientsOfAFrameThatCannotBeEncoded() {
        broken.subscribe("{\"type\":\"orders\",\"id\":\"mine\"}");
        sound.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + OrderMaker.user(1) + "\"}");
        cursor = failing(new IllegalStateException("injected"));
        while (sound.messages.size() < 2) {
            feed();
        }

        assertThat(broken.isClosed()).isTrue();
        assertThat(sound.isClosed()).isFalse();
        assertThat(failures("client")).isEqualTo(1);
    }

    /** A record without a value stands for any record that a shared subscription cannot encode. */
    @Test
    void shouldTellOthersOfARecordAndThoseThatCouldNotTakeItOfALoss() {
        SharedSubscriptions groups = new SharedSubscriptions(
                new FrameSource(SOUND::get, Clock.systemUTC(), 4_096, 4), 0, 4, () -> 1, metrics);
        List<String> frames = new ArrayList<>();
        SubscriptionSpec.Orders spec = new SubscriptionSpec.Orders("a", OrderFilter.ALL, 100, StartPosition.LATEST);
        groups.join(groups.ordersGroup(spec, Bill.NONE), "a", new Subscriber() {
            @Override
            public void take(Frame frame) {
                frames.add(StandardCharsets.UTF_8.decode(frame.message().text()).toString());
            }

            @Override
            public void failed(Throwable failure) {
                throw new AssertionError(failure);
            }
        });
        view.turnTo(null, NO_VALUE, 0);

        assertThatThrownBy(() -> groups.order(view)).hasRootCauseInstanceOf(NullPointerException.class);
        groups.flushAll();
        assertThat(frames).singleElement().asString().contains("\"orders\":[]", "\"dropped\":1,");
    }

    @Test
    void shouldOutliveFiguresThatCannotBeTold() {
        sound.subscribe("{\"type\":\"pipeline\"}");
        stats = failing(new IllegalStateException("injected"));
        hub.tick();
        hub.runTasks();
        stats = () -> "{\"now\":1}".getBytes(StandardCharsets.UTF_8);
        hub.tick();
        hub.runTasks();
        hub.endOfBatch();

        assertThat(failures("broadcast")).isEqualTo(1);
        assertThat(sound.messages).last().asString().contains("\"now\"");
        assertThat(sound.isClosed()).isFalse();
    }
}
