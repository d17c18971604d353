package io.orderwire.gateway.http;

import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.agent.TaskAgent;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.Rates;
import io.orderwire.websocket.limit.Shares;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the work of searches. Its {@link #agent()} runs one search after the other, with the lowest priority. All searches
 * together, and those of each address and each token, get a share of a core's time, which they exceed by at most one
 * search. Thread-safe.
 */
public final class Searches {
    /** Searches that may run or wait. */
    static final int MOST = 16;

    /** Searches of one address, and of one token, that may run or wait. */
    private static final int MOST_OF_PAYER = 4;

    private static final String ALL = "";

    /**
     * Bounds.
     *
     * @param msPerSecond time of a core that all searches may take each second
     * @param payerMsPerSecond of that, what the searches of one address, and of one token, may take
     * @param answerBytes most bytes of the orders in one answer
     * @param answersBytes most bytes of all answers that clients have not taken
     */
    public record Limits(int msPerSecond, int payerMsPerSecond, int answerBytes, int answersBytes) {}

    private final Limits limits;
    private final Rates all;
    private final Rates ofPayer;
    private final Shares turns = new Shares(MOST_OF_PAYER, MOST_OF_PAYER);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AnswerMemory memory;
    private final TaskAgent agent = new TaskAgent("gateway-search", MOST);
    private final GatewayMetrics metrics;

    Searches(Limits limits, LongSupplier nanoTime, GatewayMetrics metrics) {
        this.limits = limits;
        this.metrics = metrics;
        all = new Rates(nanos(limits.msPerSecond), nanoTime);
        ofPayer = new Rates(nanos(limits.payerMsPerSecond), nanoTime);
        memory = new AnswerMemory(limits.answersBytes);
        metrics.edge().searches().watch(waiting::get, MOST, memory::bytes, limits.answersBytes);
    }

    private static long nanos(int ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }

    /** The agent that runs the searches; the caller gives it a thread. */
    TaskAgent agent() {
        return agent;
    }

    Limits limits() {
        return limits;
    }

    AnswerMemory memory() {
        return memory;
    }

    /** An executor on the agent's thread; it takes one search for each turn that {@link #enter} has granted. */
    Executor thread() {
        return search -> {
            if (!agent.offer(() -> run(search))) {
                throw new RejectedExecutionException("more searches than turns");
            }
        };
    }

    /** A failed search is counted, and must not end the thread of all searches. */
    private void run(Runnable search) {
        try {
            search.run();
        } catch (RuntimeException | StackOverflowError e) {
            metrics.sessions().failed(e);
        }
    }

    /** Grants a turn, which the payer has to {@link #leave}; if a limit is exceeded, returns that limit instead. */
    @Nullable
    OverLimit enter(Payer payer) {
        OverLimit spent = spent(payer);
        if (spent != null) {
            return spent;
        }
        if (!turns.take(payer)) {
            return new OverLimit(
                    "as many searches of this address or token wait as may", "the limit", MOST_OF_PAYER, nanos(1));
        }
        if (waiting.incrementAndGet() > MOST) {
            leave(payer);
            return new OverLimit("as many searches wait as may", "the limit", MOST, nanos(1));
        }
        return null;
    }

    private @Nullable OverLimit spent(Payer payer) {
        long own = Math.max(ofPayer.waitNanos(address(payer)), ofPayer.waitNanos(token(payer)));
        if (own > 0) {
            return new OverLimit(
                    "the searches of this address or token have taken all the time that they may",
                    "gateway.address.search.ms.per.second",
                    limits.payerMsPerSecond,
                    own);
        }
        long others = all.waitNanos(ALL);
        return others == 0
                ? null
                : new OverLimit(
                        "all searches together have taken all the time that they may",
                        "gateway.search.ms.per.second",
                        limits.msPerSecond,
                        others);
    }

    void leave(Payer payer) {
        waiting.decrementAndGet();
        turns.release(payer);
    }

    /** Runs the work and charges the payer for it. */
    void charge(Payer payer, Runnable work) {
        long before = cpuNanos();
        try {
            work.run();
        } finally {
            long nanos = cpuNanos() - before;
            all.charge(ALL, nanos);
            ofPayer.charge(address(payer), nanos);
            ofPayer.charge(token(payer), nanos);
            metrics.edge().searches().searched(nanos);
        }
    }

    private static @Nullable String address(Payer payer) {
        return payer.address() == null ? null : "address " + payer.address();
    }

    private static @Nullable String token(Payer payer) {
        return payer.token() == null ? null : "token " + payer.token();
    }

    /** CPU time, so that waiting for a core, as a thread of the lowest priority does, is not charged. */
    private static long cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : System.nanoTime();
    }
}
