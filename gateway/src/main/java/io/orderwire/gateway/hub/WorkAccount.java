package io.orderwire.gateway.hub;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Work that may be done for a client, or for all clients of an address or a token: a bucket that fills at a rate, holds
 * at most an eighth of a second's work, because others wait while it is used up, and can be in debt.
 */
final class WorkAccount {
    /** The kind of its owner. */
    enum Of {
        CLIENT("gateway.client.work.ms", "this connection"),
        ADDRESS("gateway.address.work.ms", "all connections of this address"),
        TOKEN("gateway.token.work.ms", "all connections with this token");

        private final String option;
        private final String whom;

        Of(String option, String whom) {
            this.option = option;
            this.whom = whom;
        }

        /** The value of a meter's tag. */
        String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Maximum debt, in seconds of the rate. */
    private static final int MOST_DEBT_SECONDS = 5;

    /** Percentage of the rate that subscriptions may use if they are to continue; the rest pays the debt. */
    private static final int KEPT_PERCENT = 90;

    /** A full account holds this fraction of a second's work. */
    static final int BURSTS_PER_SECOND = 8;

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Of of;
    private final int perSecondMs;
    private final double perSecond;
    private final double most;
    private final LongSupplier nanoTime;
    private final Set<WorkAccount> overdrawn;
    private double balance;
    private double allowedDebt;
    private long filledNanos;
    private long period;
    private long periodSinceNanos;
    private int clients;

    /** @param overdrawn this account is added to it when it exceeds its allowed debt, so that subscriptions have to end */
    WorkAccount(Of of, int perSecondMs, LongSupplier nanoTime, Set<WorkAccount> overdrawn) {
        this.of = of;
        this.perSecondMs = perSecondMs;
        this.perSecond = TimeUnit.MILLISECONDS.toNanos(perSecondMs);
        this.most = perSecond / BURSTS_PER_SECOND;
        this.nanoTime = nanoTime;
        this.overdrawn = overdrawn;
        this.balance = most;
        this.filledNanos = nanoTime.getAsLong();
        this.periodSinceNanos = filledNanos;
    }

    Of of() {
        return of;
    }

    /** Charges work that was done. */
    void charge(long nanos) {
        fill();
        balance = Math.max(-MOST_DEBT_SECONDS * perSecond, balance - nanos);
        if (balance < -allowedDebt) {
            overdrawn.add(this);
        }
    }

    private void fill() {
        long now = nanoTime.getAsLong();
        balance += (now - filledNanos) / SECOND * perSecond;
        filledNanos = now;
        if (balance >= 0) {
            allowedDebt = 0;
        }
        if (balance >= most) {
            balance = most;
            begin(now);
        }
    }

    private void begin(long now) {
        period++;
        periodSinceNanos = now;
    }

    /**
     * Number of the present period. Costs are summed over a period, which begins when the account is full or when
     * subscriptions were ended for its debt.
     */
    long period() {
        return period;
    }

    long periodMillis() {
        return TimeUnit.NANOSECONDS.toMillis(filledNanos - periodSinceNanos);
    }

    /** The maximum cost in this period of the subscriptions that continue. */
    long allowedInPeriod() {
        return (long) ((filledNanos - periodSinceNanos) / SECOND * perSecond / 100 * KEPT_PERCENT + most / 4);
    }

    /** Records that subscriptions were ended for its debt. Others are ended only if the debt grows. */
    void relieved() {
        // Below the maximum debt, because otherwise no further subscription would be ended although costs continue.
        allowedDebt = Math.min(-balance + most / 2, (MOST_DEBT_SECONDS - 1) * perSecond);
        begin(filledNanos);
    }

    boolean isInDebt() {
        fill();
        return balance < 0;
    }

    /** Returns true if it is near its maximum debt, so that further costs would hardly be counted. */
    boolean isHopeless() {
        fill();
        return balance < -(MOST_DEBT_SECONDS - 1) * perSecond;
    }

    boolean isFull() {
        fill();
        return balance >= most;
    }

    /** The used part of its capacity: 0 to 1, above 1 in debt. */
    double use() {
        fill();
        return 1 - balance / most;
    }

    /** Changes the number of clients that it pays for. */
    void clients(int change) {
        clients += change;
    }

    boolean hasClients() {
        return clients > 0;
    }

    /** Describes the exceeded limit for the detail of an error. */
    String limit() {
        return "the work for " + of.whom + " exceeds " + of.option + ", " + perSecondMs + " ms a second";
    }

    /** Seconds until its debt is paid. */
    long secondsToPay() {
        fill();
        return (long) Math.ceil(Math.max(0, -balance) / perSecond);
    }
}
