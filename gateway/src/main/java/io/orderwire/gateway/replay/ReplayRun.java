package io.orderwire.gateway.replay;

import io.orderwire.gateway.hub.FrameStream;
import io.orderwire.gateway.hub.LiveStreams;
import io.orderwire.gateway.hub.Streams;
import io.orderwire.gateway.hub.Subscriber;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.StartPosition;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.sequence.CursorSource;
import io.orderwire.gateway.session.Frame;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Uuid;

/**
 * A replay that is read: its way through the topic, and frames of its own with cursors of its own. Owned by the replay
 * agent; the hub hands it back unseen.
 */
final class ReplayRun {
    /** A client that takes nothing for so long is not waited for. */
    private static final long NO_ROOM_NANOS = TimeUnit.SECONDS.toNanos(60);

    /**
     * What all runs of a topic share.
     *
     * @param view shared, because the replays take the same record in turn
     * @param metrics for records that were counted when they were read first
     */
    record Source(
            String topic,
            int partitions,
            Streams streams,
            RecordView view,
            GatewayMetrics metrics,
            LongSupplier nanoTime) {}

    private final Replay replay;
    private final LongSupplier nanoTime;
    private final FrameStream own;
    private final Track track;
    private long notBeforeNanos;
    private boolean room = true;
    private boolean roomless;
    private long roomlessSinceNanos;

    /** Its track has not begun. */
    ReplayRun(Replay replay, Uuid topicId, Source source) {
        this.replay = replay;
        this.nanoTime = source.nanoTime;
        this.notBeforeNanos = nanoTime.getAsLong();
        SubscriptionSpec spec = replay.spec();
        this.own = source.streams.alone(new Cursors(), spec, replay.name(), new Own(), source.metrics);
        this.track = new Track(source.topic, topicId, source.partitions, own, source.view, source.metrics);
        Set<String> users = users(spec);
        if (!users.isEmpty()) {
            track.readOnly(LiveStreams.partitionsOf(users, source.partitions));
        }
    }

    /** Users whose orders are asked for, each of whom lives in one partition; empty for all. */
    private static Set<String> users(SubscriptionSpec spec) {
        if (spec instanceof SubscriptionSpec.Orders orders) {
            return orders.filter().users();
        }
        return spec instanceof SubscriptionSpec.OrderUpdates updates ? Set.of(updates.user()) : Set.of();
    }

    /** Those of the track, which takes the frames as its sink. */
    private final class Cursors implements CursorSource {
        @Override
        public String cursor() {
            return track.cursor();
        }

        @Override
        public String cursorBefore() {
            return track.cursorBefore();
        }
    }

    /** The client's place in the stream of its own. */
    private final class Own implements Subscriber {
        @Override
        public void take(Frame frame) {
            replay.offer(frame);
            replay.client().flush();
            look();
        }

        @Override
        public void failed(Throwable failure) {
            replay.failed(failure);
        }
    }

    Replay replay() {
        return replay;
    }

    Track track() {
        return track;
    }

    StartPosition from() {
        return replay.spec().from();
    }

    Object payer() {
        return replay.payer();
    }

    boolean isWanted() {
        return replay.isWanted();
    }

    /** Its track has begun. */
    void begun() {
        replay.begun(track.cursor());
    }

    /**
     * Looks again whether its client takes the records of a whole poll: those that are read and not taken are read again.
     *
     * @throws ReplayEndedException when it has had no room for too long
     */
    boolean lookForRoom() {
        look();
        if (!room && nanoTime.getAsLong() - roomlessSinceNanos > NO_ROOM_NANOS) {
            throw new ReplayEndedException(new ReplayEnd(
                    ReplayEnd.Why.SLOW,
                    "this connection has not been read far enough for more than "
                            + TimeUnit.NANOSECONDS.toSeconds(NO_ROOM_NANOS)
                            + " s; subscribe again with the cursor of the last frame, with fewer other subscriptions"));
        }
        return room;
    }

    private void look() {
        room = replay.client().isNearlyIdle(replay.memory().share());
        if (room || !roomless) {
            roomless = !room;
            roomlessSinceNanos = nanoTime.getAsLong();
        }
    }

    /** False once its client can take no more; it stays so until it is looked at again. */
    boolean hasRoom() {
        return room;
    }

    /**
     * Sends the frames that are due.
     *
     * @throws ReplayEndedException when it remembers more than there is memory for
     */
    void endOfBatch() {
        if (!track.hasBegun()) {
            return;
        }
        own.flushDue();
        if (!replay.remember(track.memory())) {
            throw new ReplayEndedException(new ReplayEnd(
                    ReplayEnd.Why.MEMORY,
                    "all together take " + replay.memory().taken() + " of "
                            + replay.memory().most()
                            + " bytes (gateway.replay.bytes); subscribe again with the cursor of the last frame"));
        }
    }

    /** Whether it may try to join the live stream now: after a failed attempt not at once. */
    boolean mayJoin() {
        return isWanted() && nanoTime.getAsLong() - notBeforeNanos >= 0;
    }

    /** Sends the frames that are due, before the hub may join it to the live stream. */
    void flushDue() {
        own.flushDue();
    }

    /** Sends all its frames. */
    void flushAll() {
        if (track.hasBegun()) {
            own.flushAll();
        }
    }

    /** It could not join the live stream, and tries again at that time or later. */
    void readOn(long earliestNanos) {
        track.goOn();
        notBeforeNanos = earliestNanos;
    }
}
