package io.orderwire.gateway.replay;

import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.hub.Bill;
import io.orderwire.gateway.hub.FrameStream;
import io.orderwire.gateway.hub.PastSubscriptions;
import io.orderwire.gateway.hub.Streams;
import io.orderwire.gateway.hub.Subscriber;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.StartPosition;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.sequence.CursorSource;
import io.orderwire.gateway.sequence.Positions;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.IoThread;
import io.orderwire.gateway.session.Subscription;
import io.orderwire.gateway.session.TestLimits;
import io.orderwire.gateway.source.StreamStand;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.transport.Message;
import io.orderwire.websocket.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;

/** Replays without a hub, of clients that accept everything at once. */
final class ReplayFixture {
    static final int PARTITIONS = 2;

    /** The user whose orders replays read. */
    static final String USER = "0x0000000000000000000000000000000000000001";

    private final ReplayMemory memory = new ReplayMemory(1 << 20);
    private final LongSupplier nanoTime;

    ReplayFixture(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A connection whose socket accepts everything at once. */
    static final class Connection implements Transport {
        final List<String> messages = new ArrayList<>();
        final List<Throwable> failures = new ArrayList<>();

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
    }

    Replay replay(Connection connection, String id, Payer payer) {
        Client client = new Client(
                connection,
                new IoThread(Runnable::run),
                payer,
                new Client.Setup(TestLimits.ROOMY, new SendMemory(1 << 20), nanoTime, n -> {}));
        SubscriptionSpec spec = new SubscriptionSpec.OrderUpdates(USER, 0, new StartPosition.Earliest());
        return new Replay(
                new PastSubscriptions.Request(client, Subscription.reportingInFrames(), spec, id, "{}", Bill.NONE),
                memory,
                nanoTime.getAsLong());
    }

    /** The source of runs whose frames are made by {@code frames}. */
    ReplayRun.Source source(Supplier<FrameStream> frames) {
        return new ReplayRun.Source(
                Topics.DEFAULT.orders(),
                PARTITIONS,
                streams(frames),
                new RecordView(),
                GatewayMetrics.unseen(),
                nanoTime);
    }

    /** A live stream at its beginning. */
    static StreamStand live() {
        long[] none = new long[PARTITIONS];
        return new StreamStand(
                Uuid.ONE_UUID, new BitSet(), none, none, none, new long[] {Positions.NONE_HELD, Positions.NONE_HELD});
    }

    ReplayRun run(Replay replay) {
        return new ReplayRun(replay, live(), source(NoOrders::new));
    }

    static Streams streams(Supplier<FrameStream> frames) {
        return new Streams() {
            @Override
            public int frameBytes() {
                return 4_096;
            }

            @Override
            public FrameStream alone(
                    CursorSource cursors,
                    SubscriptionSpec spec,
                    String name,
                    Subscriber recipient,
                    GatewayMetrics metrics) {
                return frames.get();
            }

            @Override
            public Runnable joinLive(SubscriptionSpec spec, String name, Subscriber recipient) {
                throw new IllegalStateException("there is no live stream");
            }

            @Override
            public void dropEmpty() {}
        };
    }
}
