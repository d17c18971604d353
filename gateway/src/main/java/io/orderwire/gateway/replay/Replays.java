package io.orderwire.gateway.replay;

import io.orderwire.gateway.hub.PastSubscriptions;
import io.orderwire.gateway.hub.Streams;
import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.protocol.StartPosition;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.protocol.TextFrame;
import io.orderwire.gateway.source.LivePosition;
import io.orderwire.gateway.source.StreamStand;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.agent.OwnerCheck;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hub's part in subscriptions that begin in the past: decides which are read, and joins each to the live stream without
 * a gap or a duplicate. A replay ends at the position of the live stream between two records; from there on the
 * subscription belongs to the live stream.
 */
public final class Replays implements PastSubscriptions {
    /** Approximate memory for a partition that is read, bytes. */
    private static final int PARTITION_BYTES = 512;

    private static final int LEAST_READ = 4;
    /** Clients stop waiting for an acknowledgement after 10 s. */
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(8);

    private final ReplayLimits limits;
    private final Streams streams;
    private final LivePosition position;
    private final ReplayMailboxes mailboxes;
    private final LongSupplier nanoTime;
    private final GatewayMetrics metrics;
    private final ReplayMemory memory;
    private final ReplaySlots slots;
    private final Map<Replay, LiveHandover> handovers = new HashMap<>();
    private final OwnerCheck owner = new OwnerCheck("the hub's part in replays");

    /** @param position of the live stream */
    public Replays(
            ReplayLimits limits,
            Streams streams,
            LivePosition position,
            ReplayMailboxes mailboxes,
            LongSupplier nanoTime,
            GatewayMetrics metrics) {
        this.limits = limits;
        this.streams = streams;
        this.position = position;
        this.mailboxes = mailboxes;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
        this.memory = new ReplayMemory(limits.bytes());
        this.slots = new ReplaySlots(limits, memory, readMemory(), metrics.replays(), this::read);
    }

    /**
     * Minimum memory of a replay that is read: one frame, and the state of each partition. It is limited, so that several
     * replays can always be read, however long frames are.
     */
    private long readMemory() {
        long needed = streams.frameBytes() + (long) PARTITION_BYTES * position.partitions();
        return Math.min(needed, memory.most() / LEAST_READ);
    }

    private boolean read(Replay replay) {
        return mailboxes.commands().offer(new ReplayCommand.Begin(replay, StreamStand.of(position)));
    }

    @Override
    public @Nullable TextFrame refusal(SubscriptionSpec spec, String json) {
        if (spec.from() instanceof StartPosition.After after) {
            Cursor cursor = after.cursor();
            int partitions = position.partitions();
            if (cursor.nextOffsets().length != partitions) {
                return new Refusal(
                                "Cursor of " + cursor.nextOffsets().length + " partitions, there are " + partitions,
                                "users have moved to other partitions, so that this cursor cannot be continued;"
                                        + " from takes {\"minutesAgo\":n} instead")
                        .of(json);
            }
            if (!cursor.topicId().equals(position.topicId())) {
                return new Refusal(
                                "Cursor of a topic that is no more",
                                "the topic was deleted since; from takes {\"minutesAgo\":n} or \"earliest\" instead")
                        .of(json);
            }
        }
        return null;
    }

    @Override
    public Answer begin(Request request) {
        owner.check();
        Replay replay = new Replay(request, memory, nanoTime.getAsLong());
        String full = slots.add(replay);
        if (full != null) {
            return new Refused(tooMany(full).of(request.json()));
        }
        handovers.put(replay, new LiveHandover(replay, streams, limits.patienceMs()));
        return new Accepted(() -> leave(replay));
    }

    private static Refusal tooMany(String full) {
        return new Refusal(
                ReplayEnd.Why.WAITED.text(),
                "of subscriptions that begin in the past and have not caught up, " + full
                        + "; try again when one has caught up");
    }

    /** Ends a replay, or the live subscription that it has become. */
    private void leave(Replay replay) {
        replay.end();
        LiveHandover handover = handovers.remove(replay);
        if (handover != null) {
            handover.leave();
        }
        slots.remove(replay);
    }

    @Override
    public void tick(Consumer<Ended> ended) {
        owner.check();
        slots.promote();
        for (Replay replay : slots.waitingSince(nanoTime.getAsLong() - LONGEST_WAIT_NANOS)) {
            replay.withdraw();
            replay.client().attempt(() -> {
                Refusal why = tooMany(slots.full(replay.client().payer()));
                end(replay, "waited", why, ended);
            });
        }
    }

    private void end(Replay replay, String reason, Refusal why, Consumer<Ended> ended) {
        metrics.replays().ended(reason);
        ended.accept(replay.refused(why));
    }

    private void end(Replay replay, ReplayEnd end, Consumer<Ended> ended) {
        String reason = end.why().name().toLowerCase(Locale.ROOT);
        end(replay, reason, new Refusal(end.why().text(), end.detail()), ended);
    }

    @Override
    public boolean hasMessages() {
        return mailboxes.reports().size() > 0;
    }

    @Override
    public boolean handleNext(Consumer<Ended> ended) {
        ReplayReport report = mailboxes.reports().poll();
        if (report == null) {
            return false;
        }
        owner.check();
        if (report instanceof ReplayReport.NearLive near) {
            attempt(near.run().replay(), handover -> join(near, handover, ended));
        } else if (report instanceof ReplayReport.AtEnd atEnd) {
            attempt(atEnd.run().replay(), handover -> open(atEnd, handover, ended));
        } else if (report instanceof ReplayReport.Ended end) {
            end.replay().client().attempt(() -> end(end.replay(), end.end(), ended));
        }
        return true;
    }

    private void attempt(Replay replay, Consumer<LiveHandover> step) {
        LiveHandover handover = handovers.get(replay);
        if (handover != null && replay.isWanted() && !replay.client().attempt(() -> step.accept(handover))) {
            streams.dropEmpty();
        }
    }

    /** Joins a replay to the live stream, if the live stream can continue it at its present position. */
    private void join(ReplayReport.NearLive near, LiveHandover handover, Consumer<Ended> ended) {
        StreamStand stand = near.stand();
        if (!stand.topicId().equals(position.topicId())) {
            endNow(
                    near.run().replay(),
                    new ReplayEnd(
                            ReplayEnd.Why.TOPIC, "the subscription has ended; subscribe again without its cursor"),
                    ended);
        } else if (stand.canContinueAt(position)) {
            handover.join();
            handover.attempts().joined();
            mailboxes.commands().force(new ReplayCommand.ReadTo(near.run(), StreamStand.of(position)));
        } else if (stand.isPassedBy(position)) {
            String how = String.valueOf(stand.disagreement(position));
            tryAgain(near.run(), handover.attempts().differs(nanoTime.getAsLong(), how), ended);
        } else {
            JoinAttempts.Outcome outcome = handover.attempts().lagging(nanoTime.getAsLong(), stand.obstacle(position));
            if (outcome instanceof JoinAttempts.Outcome.Again again && stand.holdsAloneAt(position)) {
                StreamStand live = StreamStand.of(position);
                mailboxes.commands().force(new ReplayCommand.PassHeld(near.run(), live, again.notBeforeNanos()));
            } else {
                tryAgain(near.run(), outcome, ended);
            }
        }
    }

    /** Makes a replay that has sent all its frames a part of the live stream. */
    private void open(ReplayReport.AtEnd atEnd, LiveHandover handover, Consumer<Ended> ended) {
        Replay replay = atEnd.run().replay();
        if (atEnd.agrees() && handover.open()) {
            replay.forget();
            slots.remove(replay);
            return;
        }
        handover.leave();
        long now = nanoTime.getAsLong();
        JoinAttempts attempts = handover.attempts();
        tryAgain(
                atEnd.run(),
                atEnd.agrees()
                        ? attempts.overflowed(now)
                        : attempts.differs(now, "it has seen more than the live stream at the same offsets"),
                ended);
    }

    private void tryAgain(ReplayRun run, JoinAttempts.Outcome outcome, Consumer<Ended> ended) {
        if (outcome instanceof JoinAttempts.Outcome.Again again) {
            mailboxes.commands().force(new ReplayCommand.ReadOn(run, again.notBeforeNanos()));
        } else if (outcome instanceof JoinAttempts.Outcome.Ended attempts) {
            endNow(run.replay(), attempts.end(), ended);
        }
    }

    private void endNow(Replay replay, ReplayEnd end, Consumer<Ended> ended) {
        if (replay.withdraw()) {
            end(replay, end, ended);
        }
    }
}
