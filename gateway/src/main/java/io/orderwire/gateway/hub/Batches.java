package io.orderwire.gateway.hub;

import io.orderwire.gateway.stats.GatewayMetrics;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** When the frames of groups are sent: as soon as one is due, and after some silence. */
final class Batches {
    /** A group that was silent for so long sends an empty frame, so that the cursors of its clients stay fresh. */
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(3_000);

    private static final long SILENCE_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Of all groups one in so many gets a sign of life in one go, or a few: others wait for their orders. */
    private static final int SIGNS_PART = 16;

    private static final int LEAST_SIGNS = 8;

    private final LongSupplier nanoTime;
    private final GatewayMetrics metrics;
    private final DueQueue waiting = new DueQueue();
    private long silenceCheckedNanos;
    private boolean moreSigns;

    Batches(LongSupplier nanoTime, GatewayMetrics metrics) {
        this.nanoTime = nanoTime;
        this.metrics = metrics;
    }

    /** Something waits in that group from now on. */
    void await(SharedSubscription group) {
        if (!group.isWaiting()) {
            waiting.add(group);
        }
    }

    /** Forgets a group. */
    void remove(SharedSubscription group) {
        waiting.remove(group);
    }

    void flushIfWaiting(SharedSubscription group) {
        if (group.isWaiting()) {
            flush(group, false);
        }
    }

    /**
     * Sends the frames of a group.
     *
     * @param withoutCurrent whether the order at hand matches, and follows in another frame
     */
    void flush(SharedSubscription group, boolean withoutCurrent) {
        flush(group, nanoTime.getAsLong(), withoutCurrent);
    }

    /** Records that cannot be encoded for a group end its clients and no others. */
    private void flush(SharedSubscription group, long nowNanos, boolean withoutCurrent) {
        waiting.remove(group);
        try {
            group.send(withoutCurrent);
        } catch (RuntimeException | StackOverflowError e) {
            group.forEach(member -> member.failed(e));
        }
        group.flushed(nowNanos);
        metrics.hub().frameEncoded(group.size());
    }

    /** Sends every batch that is due, and a sign of life to each of these groups for which it is time. */
    void flushDue(Collection<SharedOrders> orders) {
        long now = nanoTime.getAsLong();
        for (SharedSubscription group = waiting.first();
                group != null && group.dueNanos() - now <= 0;
                group = waiting.first()) {
            flush(group, now, false);
        }
        breakSilence(orders, now);
    }

    private void breakSilence(Collection<SharedOrders> orders, long nowNanos) {
        if (nowNanos - silenceCheckedNanos < SILENCE_CHECK_NANOS) {
            return;
        }
        silenceCheckedNanos = nowNanos;
        int left = Math.max(LEAST_SIGNS, orders.size() / SIGNS_PART);
        moreSigns = false;
        for (SharedOrders group : orders) {
            if (!group.isWaiting() && nowNanos - group.lastFrameNanos() > SILENCE_NANOS) {
                if (left-- == 0) {
                    moreSigns = true;
                    return;
                }
                flush(group, nowNanos, false);
            }
        }
    }

    /** How long nothing has to be sent, at most {@code most}. */
    long nanosToNextDue(long most) {
        long quiet = moreSigns ? Math.min(most, SILENCE_CHECK_NANOS) : most;
        SharedSubscription next = waiting.first();
        return next == null ? quiet : Math.max(0, Math.min(quiet, next.dueNanos() - nanoTime.getAsLong()));
    }

    /** Sends a frame to all of {@code orders}, and what waits to all of {@code updates}. */
    void flushAll(Collection<SharedOrders> orders, Collection<SharedUpdates> updates) {
        long now = nanoTime.getAsLong();
        orders.forEach(group -> flush(group, now, false));
        updates.stream().filter(SharedSubscription::isWaiting).toList().forEach(group -> flush(group, now, false));
    }
}
