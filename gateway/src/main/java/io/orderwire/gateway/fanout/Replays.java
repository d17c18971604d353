package io.orderwire.gateway.fanout;

import io.orderwire.gateway.client.Client;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.protocol.StartPosition;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.read.CursorSource;
import io.orderwire.gateway.read.LivePosition;
import io.orderwire.gateway.read.RecordSink;
import io.orderwire.gateway.read.Track;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The reading thread's part in subscriptions that begin in the past: which are allowed, and how each joins the live stream
 * without a gap or a duplicate. A replay ends at the position of the live stream between two records; from there on the
 * subscription belongs to a live group.
 */
final class Replays {
    /** Bytes that may wait for the clients of all replays when more is read for them: nobody shares those. */
    private static final long WAITING_BYTES = 32 << 20;

    private static final long LEAST_SHARE = 64 << 10;

    private final Fanout.Readers readers;
    private final Groups live;
    private final Consumer<Runnable> readingThread;
    private final int frameBytes;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final GatewayMetrics metrics;
    private final RecordView view = new RecordView();
    private final GatewayMetrics unseen;
    private final Set<Replaying> all = new HashSet<>();
    private final Map<Client, Integer> ofClient = new HashMap<>();
    private BiConsumer<Replaying, Refusal> failed = (replay, why) -> {};
    private volatile long share = WAITING_BYTES;

    /** @param readingThread runs a task on the reading thread soon; called by any thread */
    Replays(
            Fanout.Readers readers,
            Groups live,
            Consumer<Runnable> readingThread,
            int frameBytes,
            Clock clock,
            LongSupplier nanoTime,
            GatewayMetrics metrics) {
        this.readers = readers;
        this.live = live;
        this.readingThread = readingThread;
        this.frameBytes = frameBytes;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
        this.unseen = metrics.unseenButFailures();
        metrics.watchReplays(unseen);
    }

    /** Calls {@code listener} with a subscription that cannot continue, and the reason. */
    void onFailure(BiConsumer<Replaying, Refusal> listener) {
        failed = listener;
    }

    /** Why a subscription of that client cannot begin at that position, null if it can. */
    @Nullable
    Refusal refusal(Client client, StartPosition from) {
        if (from instanceof StartPosition.Behind behind) {
            Cursor cursor = behind.cursor();
            int partitions = readers.position().partitions();
            if (cursor.nextOffsets().length != partitions) {
                return new Refusal(
                        "Cursor of " + cursor.nextOffsets().length + " partitions, there are " + partitions,
                        "users have moved to other partitions, so that this cursor cannot be continued;"
                                + " from takes {\"minutesAgo\":n} instead");
            }
            if (!cursor.topicId().equals(readers.position().topicId())) {
                return new Refusal(
                        "Cursor of a topic that is no more",
                        "the topic was deleted since; from takes {\"minutesAgo\":n} or \"earliest\" instead");
            }
        }
        int own = ofClient.getOrDefault(client, 0);
        if (all.size() >= readers.mostReplays() || own >= readers.mostOfClient()) {
            metrics.replayRefused();
            return new Refusal(
                    "Too many replays",
                    "of subscriptions that begin in the past and have not caught up, this connection has " + own
                            + " of "
                            + readers.mostOfClient() + " and all together have " + all.size() + " of "
                            + readers.mostReplays() + "; try again when one has caught up");
        }
        return null;
    }

    /** Begins one; its acknowledgement comes when it is known where that is. */
    Replaying begin(Client client, SubscriptionSpec.Orders spec, String id, String json) {
        Replaying replay = new Replaying(client, spec, id, json, this);
        all.add(replay);
        ofClient.merge(client, 1, Integer::sum);
        counted();
        readers.replays().accept(replay);
        return replay;
    }

    /** It has ended, or caught up. */
    void ended(Replaying replay) {
        if (all.remove(replay)) {
            ofClient.computeIfPresent(replay.client(), (same, count) -> count == 1 ? null : count - 1);
            counted();
        }
    }

    private void counted() {
        share = Math.max(LEAST_SHARE, WAITING_BYTES / Math.max(1, all.size()));
        metrics.replays(all.size());
    }

    /** Bytes that may wait for the client of a replay when more is read for it; any thread. */
    long share() {
        return share;
    }

    /** Groups in which a replay is alone. */
    Groups ownGroups(CursorSource cursor) {
        int partitions = readers.position().partitions();
        return new Groups(new FrameSource(cursor, clock, frameBytes, partitions), 0, partitions, nanoTime, unseen);
    }

    Track track(RecordSink sink) {
        LivePosition position = readers.position();
        return new Track(readers.topic(), position.topicId(), position.partitions(), sink, view, unseen);
    }

    Groups live() {
        return live;
    }

    /** Sets an end to a replay that has come near the live stream; any thread. */
    void join(Replaying replay) {
        later(replay, () -> setEnd(replay));
    }

    /** On the reading thread, if it is still wanted then. */
    private void later(Replaying replay, Runnable step) {
        readingThread.accept(() -> {
            if (replay.isWanted()) {
                replay.client().attempt(step);
            }
        });
    }

    private void setEnd(Replaying replay) {
        LivePosition position = readers.position();
        if (!replay.track().topicId().equals(position.topicId())) {
            failed.accept(
                    replay,
                    new Refusal(
                            "The topic was created anew",
                            "the subscription has ended; subscribe again without its cursor"));
            return;
        }
        if (replay.track().canEndAt(position)) {
            replay.track().until(position);
            replay.join(live.ordersGroup(replay.spec(), replay.bill()));
        }
        readers.replays().accept(replay);
    }

    /** Makes a part of the live stream of a replay that has reached its end; any thread. */
    void reached(Replaying replay) {
        later(replay, () -> {
            if (replay.track().agreesAtEnd() && replay.openSeam()) {
                ended(replay);
            } else {
                replay.leaveSeam();
                replay.track().goOn();
                readers.replays().accept(replay);
            }
        });
    }
}
