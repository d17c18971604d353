package io.orderwire.gateway.replay;

import io.orderwire.gateway.OrderMaker;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.gateway.hub.HubCase;
import io.orderwire.gateway.hub.PastSubscriptions;
import io.orderwire.gateway.hub.Streams;
import io.orderwire.gateway.sequence.Positions;
import io.orderwire.gateway.source.LivePosition;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.agent.Mailbox;
import io.orderwire.websocket.limit.Payer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Uuid;

/** A hub whose live stream is where a test says, and the replays that it has read. */
final class ReplayHub extends HubCase {
    static final int PARTITIONS = 4;

    private final Parts parts;

    private static final class Parts implements LivePosition {
        private final ReplayLimits limits;
        private final ReplayMailboxes mailboxes;
        private final List<Replay> read = new ArrayList<>();
        private final boolean withoutAgent;
        private final long[] next = new long[PARTITIONS];
        private final long[] lastSeqs = new long[PARTITIONS];
        private Uuid topicId = Uuid.ONE_UUID;
        private Streams streams;
        private LongSupplier nanoTime;
        private GatewayMetrics metrics;

        Parts(ReplayLimits limits, boolean withoutAgent) {
            this.limits = limits;
            this.withoutAgent = withoutAgent;
            this.mailboxes = new ReplayMailboxes(
                    new Mailbox<>(limits.most(), this::commanded), new Mailbox<>(limits.most(), () -> {}));
        }

        private void commanded() {
            if (withoutAgent && mailboxes.commands().poll() instanceof ReplayCommand.Begin begin) {
                read.add(begin.replay());
            }
        }

        PastSubscriptions past(Streams ofHub, LongSupplier clock, GatewayMetrics meters) {
            streams = ofHub;
            nanoTime = clock;
            metrics = meters;
            return new Replays(limits, streams, this, mailboxes, nanoTime, metrics);
        }

        @Override
        public Uuid topicId() {
            return topicId;
        }

        @Override
        public int partitions() {
            return PARTITIONS;
        }

        @Override
        public long next(int partition) {
            return next[partition];
        }

        @Override
        public long lastSeq(int partition) {
            return lastSeqs[partition];
        }

        @Override
        public long held(int partition) {
            return Positions.NONE_HELD;
        }
    }

    private ReplayHub(Parts parts) {
        super(parts::past);
        this.parts = parts;
        parts.mailboxes.gauges(meters);
    }

    /** Its replays are taken up at once, and never read. */
    static ReplayHub withoutAgent(ReplayLimits limits) {
        return new ReplayHub(new Parts(limits, true));
    }

    /** Its replays wait for an agent. */
    static ReplayHub withAgent(ReplayLimits limits) {
        return new ReplayHub(new Parts(limits, false));
    }

    /** Those that were taken up. */
    List<Replay> read() {
        return parts.read;
    }

    ReplayMailboxes mailboxes() {
        return parts.mailboxes;
    }

    Streams streams() {
        return parts.streams;
    }

    LongSupplier nanoTime() {
        return parts.nanoTime;
    }

    GatewayMetrics metrics() {
        return parts.metrics;
    }

    /** The live stream has read up to that offset, and seen that sequence. */
    void liveIsAt(int partition, long next, long lastSeq) {
        parts.next[partition] = next;
        parts.lastSeqs[partition] = lastSeq;
    }

    /** The live stream reads the next order of its partition, at that offset. */
    void readLive(Made made, long offset) {
        liveIsAt(made.partition(), offset + 1, made.seq());
        feed(made);
    }

    OrderMaker maker() {
        return maker;
    }

    static List<String> ordersOf(List<String> frames) {
        return orders(frames);
    }

    void liveIsOfTopic(Uuid topicId) {
        parts.topicId = topicId;
    }

    Connection connect(Payer payer) {
        return new Connection(payer);
    }

    /** The agent finds that it cannot continue a replay. */
    void ends(Replay replay, ReplayEnd end) {
        new ReplaySteps(parts.mailboxes.reports()).attempt(replay, () -> {
            throw new ReplayEndedException(end);
        });
    }

    double count(String name, String tag, String value) {
        return meters.get("orderwire.gateway." + name).tag(tag, value).counter().count();
    }

    void runTasks() {
        hub.runTasks();
        ioThread.flush();
    }

    void goOn(long ms) {
        pass(ms);
        ioThread.flush();
    }

    void tick() {
        hub.tick();
        runTasks();
    }
}
