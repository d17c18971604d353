package io.orderwire.gateway.hub;

import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.protocol.StartPosition;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.read.LivePosition;
import io.orderwire.gateway.read.ReplayEnd;
import io.orderwire.gateway.read.Track;
import io.orderwire.gateway.sequence.CursorSource;
import io.orderwire.gateway.sequence.RecordSink;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Subscription;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
    /** A replay fills its frames: nobody waits for them. */
    private static final int BATCH_MS = 1;

    /** Of a partition that is read, bytes, about. */
    private static final int PARTITION_BYTES = 512;

    private static final int LEAST_READ = 4;
    /** Clients give up an acknowledgement after 10 s. */
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(8);

    private final Hub.Readers readers;
    private final SharedSubscriptions live;
    private final Consumer<Runnable> readingThread;
    private final int frameBytes;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final GatewayMetrics metrics;
    private final RecordView view = new RecordView();
    private final GatewayMetrics unseen;
    private final ReplayMemory memory;
    private final ReplaySlots slots;
    private BiConsumer<Replaying, RefusedSubscription> failed = (replay, why) -> {};

    /** @param readingThread runs a task on the reading thread soon; called by any thread */
    Replays(
            Hub.Readers readers,
            SharedSubscriptions live,
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
        this.memory = new ReplayMemory(readers.limits().bytes());
        this.slots = new ReplaySlots(readers.limits(), memory, metrics.replays(), replay -> readers.replays()
                .accept(replay));
        metrics.watchReplays(unseen);
    }

    /** Calls {@code listener} with a subscription that cannot continue, and the reason. */
    void onFailure(BiConsumer<Replaying, RefusedSubscription> listener) {
        failed = listener;
    }

    /** Why a subscription cannot begin at that position, null if it may. */
    @Nullable
    RefusedSubscription refusal(StartPosition from) {
        if (from instanceof StartPosition.Behind behind) {
            Cursor cursor = behind.cursor();
            int partitions = readers.position().partitions();
            if (cursor.nextOffsets().length != partitions) {
                return new RefusedSubscription(
                        "Cursor of " + cursor.nextOffsets().length + " partitions, there are " + partitions,
                        "users have moved to other partitions, so that this cursor cannot be continued;"
                                + " from takes {\"minutesAgo\":n} instead");
            }
            if (!cursor.topicId().equals(readers.position().topicId())) {
                return new RefusedSubscription(
                        "Cursor of a topic that is no more",
                        "the topic was deleted since; from takes {\"minutesAgo\":n} or \"earliest\" instead");
            }
        }
        return null;
    }

    /** A subscription that is not read yet. */
    Replaying of(
            Client client,
            Subscription subscription,
            SubscriptionSpec spec,
            @Nullable String id,
            String json,
            Bill bill) {
        return new Replaying(client, subscription, spec, id, json, bill, this);
    }

    /** Begins one, now or when others have caught up; its acknowledgement comes when it is known where that is. */
    @Nullable
    RefusedSubscription begin(Replaying replay) {
        String full = slots.add(replay);
        return full == null ? null : tooMany(full);
    }

    private static RefusedSubscription tooMany(String full) {
        return new RefusedSubscription(
                ReplayEnd.Why.WAITED.text(),
                "of subscriptions that begin in the past and have not caught up, " + full
                        + "; try again when one has caught up");
    }

    /** A second has passed. */
    void tick() {
        slots.promote();
        for (Replaying replay : slots.waitingSince(nanoTime.getAsLong() - LONGEST_WAIT_NANOS)) {
            metrics.replays().ended("waited");
            replay.withdraw();
            replay.client()
                    .attempt(() -> failed.accept(
                            replay, tooMany(slots.full(replay.client().payer()))));
        }
    }

    /** It has ended, or caught up. */
    void ended(Replaying replay) {
        slots.remove(replay);
    }

    ReplayMemory memory() {
        return memory;
    }

    int patienceMs() {
        return readers.limits().patienceMs();
    }

    long nanos() {
        return nanoTime.getAsLong();
    }

    /**
     * Memory that a replay takes to be read: a frame in the making, and what is known of each partition. Some can always be
     * read, however long frames are.
     */
    long readMemory() {
        long needed = frameBytes + (long) PARTITION_BYTES * readers.position().partitions();
        return Math.min(needed, memory.most() / LEAST_READ);
    }

    /** The name that a subscription got because its client gave none, or null. */
    @Nullable
    String givenId(SubscriptionSpec spec, @Nullable String id) {
        return spec instanceof SubscriptionSpec.Orders orders && orders.id() == null ? id : null;
    }

    /** Shared subscriptions with one replay as their only subscriber. */
    SharedSubscriptions ownGroups(CursorSource cursor) {
        int partitions = readers.position().partitions();
        return new SharedSubscriptions(
                new FrameSource(cursor, clock, frameBytes, partitions), BATCH_MS, partitions, nanoTime, unseen);
    }

    /**
     * The one of these groups whose frames a subscription gets.
     *
     * @param payer pays for what others have to be sent before
     */
    SharedSubscription group(SharedSubscriptions groups, SubscriptionSpec spec, Bill payer) {
        if (spec instanceof SubscriptionSpec.Orders orders) {
            int batchMs = groups == live ? orders.batchMs() : BATCH_MS;
            return groups.ordersGroup(
                    new SubscriptionSpec.Orders(
                            orders.id(), orders.filter(), batchMs, StartPosition.LATEST, orders.frameBytes()),
                    payer);
        }
        if (spec instanceof SubscriptionSpec.OrderUpdates updates) {
            return groups.updatesGroup(updates, payer);
        }
        throw new IllegalArgumentException(spec + " has no past");
    }

    Track track(RecordSink sink, SubscriptionSpec spec) {
        LivePosition position = readers.position();
        Track track = new Track(readers.topic(), position.topicId(), position.partitions(), sink, view, unseen);
        Set<String> users = users(spec);
        if (!users.isEmpty()) {
            track.readOnly(SharedSubscriptions.partitionsOf(users, position.partitions()));
        }
        return track;
    }

    /** Users whose orders are asked for, each of whom lives in one partition; empty for all. */
    private static Set<String> users(SubscriptionSpec spec) {
        if (spec instanceof SubscriptionSpec.Orders orders) {
            return orders.filter().users();
        }
        return spec instanceof SubscriptionSpec.OrderUpdates updates ? Set.of(updates.user()) : Set.of();
    }

    SharedSubscriptions live() {
        return live;
    }

    /** Sets an end to a replay that has come near the live stream; any thread. */
    void join(Replaying replay) {
        later(replay, () -> setEnd(replay));
    }

    /** Ends a replay that cannot continue; any thread. */
    void end(Replaying replay, ReplayEnd end) {
        metrics.replays().ended(end.why().name().toLowerCase(Locale.ROOT));
        readingThread.accept(() -> replay.client().attempt(() -> {
            failed.accept(replay, new RefusedSubscription(end.why().text(), end.detail()));
        }));
    }

    /** On the reading thread, if it is still wanted then. */
    private void later(Replaying replay, Runnable step) {
        readingThread.accept(() -> {
            if (replay.isWanted() && !replay.client().attempt(step)) {
                live.dropEmpty();
            }
        });
    }

    private void setEnd(Replaying replay) {
        LivePosition position = readers.position();
        Track track = replay.track();
        if (!track.topicId().equals(position.topicId())) {
            replay.ended(new ReplayEnd(
                    ReplayEnd.Why.TOPIC, "the subscription has ended; subscribe again without its cursor"));
            return;
        }
        if (track.canEndAt(position)) {
            track.until(position);
            replay.join(group(live, replay.spec(), replay.bill()));
            readers.replays().accept(replay);
        } else if (track.isPassedBy(position)) {
            differs(replay, String.valueOf(track.disagreement(position)));
        } else {
            tryAgain(replay, replay.attempts().behind(nanoTime.getAsLong()));
        }
    }

    private void differs(Replaying replay, String how) {
        tryAgain(replay, replay.attempts().differs(nanoTime.getAsLong(), how));
    }

    private void tryAgain(Replaying replay, @Nullable ReplayEnd end) {
        if (end == null) {
            readers.replays().accept(replay);
        } else {
            replay.ended(end);
        }
    }

    /** Makes a part of the live stream of a replay that has reached its end; any thread. */
    void reached(Replaying replay) {
        later(replay, () -> {
            boolean agrees = replay.track().agreesAtEnd();
            if (agrees && replay.openSeam()) {
                ended(replay);
                return;
            }
            replay.leaveSeam();
            replay.track().goOn();
            if (agrees) {
                replay.attempts().overflowed(nanoTime.getAsLong());
                readers.replays().accept(replay);
            } else {
                differs(replay, "it has seen more than the live stream at the same offsets");
            }
        });
    }
}
