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
import io.orderwire.gateway.source.StreamStand;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A replay that is read: its track through the topic, and its own frames and cursors. Owned by the replay agent; the hub
 * only passes it back.
 */
final class ReplayRun {
    /** A replay ends if its client does not have room for this long. */
    private static final long NO_ROOM_NANOS = TimeUnit.SECONDS.toNanos(60);

    /**
     * Shared by all runs of a topic.
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

    /** Begins with a track that has not begun; {@code live} is the present position of the live stream. */
    ReplayRun(Replay replay, StreamStand live, Source source) {
        this.replay = replay;
        this.nanoTime = source.nanoTime;
        this.notBeforeNanos = nanoTime.getAsLong();
        SubscriptionSpec spec = replay.spec();
        this.own = source.streams.alone(new Cursors(), spec, replay.name(), new Own(), source.metrics);
        this.track = new Track(source.topic, live.topicId(), source.partitions, own, source.view, source.metrics);
        track.holdBack(live);
        Set<String> users = users(spec);
        if (!users.isEmpty()) {
            track.readOnly(LiveStreams.partitionsOf(users, source.partitions));
        }
    }

    /** The users whose orders match; empty for all users. */
    private static Set<String> users(SubscriptionSpec spec) {
        if (spec instanceof SubscriptionSpec.Orders orders) {
            return orders.filter().users();
        }
        return spec instanceof SubscriptionSpec.OrderUpdates updates ? Set.of(updates.user()) : Set.of();
    }

    /** The cursors of the track, which is created after the frames because they are its sink. */
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

    /** Passes the frames of the replay's own stream to the client. */
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
     * Checks again whether its client has room for the records of a whole poll, because records that are polled without
     * room have to be read again.
     *
     * @throws ReplayEndedException if the client has not had room for too long
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

    /** Returns false once its client does not have room; {@link #lookForRoom} checks again. */
    boolean hasRoom() {
        return room;
    }

    /**
     * Sends the frames that are due.
     *
     * @throws ReplayEndedException if the memory for all replays does not suffice
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

    /** Returns true if it may try to join the live stream now; after a failed attempt, there is a pause. */
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

    /**
     * Continues reading after a failed attempt to join the live stream; the next attempt is not before {@code
     * earliestNanos}.
     */
    void readOn(long earliestNanos) {
        track.removeEnd();
        notBeforeNanos = earliestNanos;
    }
}
