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

/** A hub whose live stream has the position that a test sets, and the replays that it began to read. */
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

    /** A hub whose replays are accepted at once, but never read. */
    static ReplayHub withoutAgent(ReplayLimits limits) {
        return new ReplayHub(new Parts(limits, true));
    }

    /** A hub whose replays wait for an agent. */
    static ReplayHub withAgent(ReplayLimits limits) {
        return new ReplayHub(new Parts(limits, false));
    }

    /** The replays that were accepted. */
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

    /** Sets the position of the live stream. */
    void liveIsAt(int partition, long next, long lastSeq) {
        parts.next[partition] = next;
        parts.lastSeqs[partition] = lastSeq;
    }

    /** Lets the live stream read the next order of a partition. */
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

    /** Lets the agent end a replay. */
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

    void advance(long ms) {
        pass(ms);
        ioThread.flush();
    }

    void tick() {
        hub.tick();
        runTasks();
    }
}
