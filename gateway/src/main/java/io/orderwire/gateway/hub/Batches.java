package io.orderwire.gateway.hub;

import io.orderwire.gateway.stats.GatewayMetrics;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Sends the frames of shared subscriptions: when a batch is due, and an empty frame after a silence. */
final class Batches {
    /**
     * A shared subscription sends an empty frame after a silence of this length, so that the cursors of its subscribers
     * stay fresh.
     */
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(3_000);

    private static final long SILENCE_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /**
     * At most one in this many shared subscriptions, but at least {@link #LEAST_SIGNS} of them, gets an empty frame in one
     * pass, because orders of others wait meanwhile.
     */
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

    /** Queues a shared subscription that has something to send. */
    void await(SharedSubscription group) {
        if (!group.isWaiting()) {
            waiting.add(group);
        }
    }

    /** Removes a shared subscription. */
    void remove(SharedSubscription group) {
        waiting.remove(group);
    }

    void flushIfWaiting(SharedSubscription group) {
        if (group.isWaiting()) {
            flush(group, false);
        }
    }

    /**
     * Sends the frames of a shared subscription.
     *
     * @param withoutCurrent true if the current order matches and will follow in another frame
     */
    void flush(SharedSubscription group, boolean withoutCurrent) {
        flush(group, nanoTime.getAsLong(), withoutCurrent);
    }

    /** If records cannot be encoded, only the subscribers of this shared subscription are closed. */
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

    /** Sends every batch that is due, and an empty frame for each of {@code orders} that was silent long enough. */
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

    /** The time until the next frame is due, at most {@code most}. */
    long nanosToNextDue(long most) {
        long quiet = moreSigns ? Math.min(most, SILENCE_CHECK_NANOS) : most;
        SharedSubscription next = waiting.first();
        return next == null ? quiet : Math.max(0, Math.min(quiet, next.dueNanos() - nanoTime.getAsLong()));
    }

    /** Sends a frame for each of {@code orders}, and waiting updates for each of {@code updates}. */
    void flushAll(Collection<SharedOrders> orders, Collection<SharedUpdates> updates) {
        long now = nanoTime.getAsLong();
        orders.forEach(group -> flush(group, now, false));
        updates.stream().filter(SharedSubscription::isWaiting).toList().forEach(group -> flush(group, now, false));
    }
}
