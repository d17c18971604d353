package io.orderwire.runtime.shed;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for one stage whether data that is too old is read or shed. Data is shed only if the stage would need too long to
 * catch up by reading it, which takes lag ÷ (throughput − rate of arrivals). Catching up begins when the next data becomes too
 * old, ends when the next data is no longer too old, and fails as soon as it cannot end within twice the bound. For some time
 * after such a wrong estimate, data is shed because of its age alone; this time doubles if estimates are wrong repeatedly.
 *
 * <p>A unit is the unit in which the stage counts its lag: bytes or events. All times are monotonic. Used by one thread, except
 * for {@link #mode}, {@link #secondsLeft} and {@link #throughput}.
 */
public final class CatchUp {
    /** How to handle the next data. */
    public enum Decision {
        /** Read it. */
        READ_ON,

        /** Shed it, together with all later data except the newest. */
        SHED
    }

    /** A stage stays in mode {@link StageMode#SHEDDING} until it has not shed for this long. */
    static final long SHEDDING_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** If two decisions are further apart, the stage was stopped or blocked between them. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long LEAST_DISTRUST_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long MOST_DISTRUST_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final ShedLimits limits;
    private final ArrivalRate arrivals = new ArrivalRate();
    private final Throughput throughput;
    private final CatchUpLog log;
    private boolean catchingUp;
    private boolean pauseForgiven;
    private long elapsedNanos;
    private long decidedNanos;
    private boolean hasFailed;
    private long failedNanos;
    private long distrustNanos;
    private boolean hasShed;
    private long shedNanos;
    private volatile StageMode mode = StageMode.LIVE;
    private volatile double secondsLeft;
    private volatile long perSecond;

    /** @param formerThroughput what {@link #throughput} was in the previous run of the stage, or 0 if that is not known */
    public CatchUp(ShedLimits limits, long formerThroughput) {
        this(limits, formerThroughput, LoggerFactory.getLogger(CatchUp.class));
    }

    CatchUp(ShedLimits limits, long formerThroughput, Logger logger) {
        this.limits = limits;
        this.perSecond = formerThroughput;
        this.throughput = new Throughput(formerThroughput > 0 ? formerThroughput : limits.cautiousThroughput());
        this.log = new CatchUpLog(limits, logger);
    }

    /**
     * Updates the rate of arrivals. {@code totalSoFar} is the number of units that have arrived until now, read or not, since
     * any fixed point.
     */
    public void arrived(long totalSoFar, long nowNanos) {
        arrivals.arrived(totalSoFar, nowNanos);
    }

    /** Updates the throughput: {@code units} were handled in {@code busyNanos}, during which the stage always had work. */
    public void done(long units, long busyNanos) {
        if (throughput.add(units, busyNanos, mode != StageMode.LIVE)) {
            perSecond = Math.round(throughput.perSecond());
        }
    }

    /**
     * Decides what to do with the next data. To be called before each piece of work, and at intervals while there is no work.
     *
     * @param lag units that have arrived and are not read
     * @param ageMs age of the oldest of them, 0 if there are none
     */
    public Decision decide(long lag, long ageMs, long nowNanos) {
        double seconds = seconds(lag, ageMs);
        boolean shed = false;
        if (ageMs <= limits.maxAgeMs()) {
            end(nowNanos);
            seconds = 0;
        } else if (catchingUp) {
            pass(nowNanos);
            shed = limits.sheds() && seconds * 1e9 > mostNanos() - elapsedNanos;
            if (shed) {
                fail(seconds, nowNanos);
            }
        } else {
            shed = limits.sheds() && (isDistrusted(nowNanos) || seconds * 1e3 > limits.catchUpMaxMs());
            if (!shed) {
                begin(lag, ageMs, seconds, nowNanos);
            }
        }
        decidedNanos = nowNanos;
        secondsLeft = seconds;
        if (shed) {
            hasShed = true;
            shedNanos = nowNanos;
        }
        mode = catchingUp
                ? StageMode.CATCHING_UP
                : hasShed && nowNanos - shedNanos < SHEDDING_NANOS ? StageMode.SHEDDING : StageMode.LIVE;
        return shed ? Decision.SHED : Decision.READ_ON;
    }

    private double seconds(long lag, long ageMs) {
        double spare = throughput.perSecond() - arrivals.perSecond(lag, ageMs);
        return lag <= 0 ? 0 : spare <= 0 ? Double.POSITIVE_INFINITY : lag / spare;
    }

    private long mostNanos() {
        return 2 * TimeUnit.MILLISECONDS.toNanos(limits.catchUpMaxMs());
    }

    private void begin(long lag, long ageMs, double seconds, long nowNanos) {
        catchingUp = true;
        pauseForgiven = false;
        elapsedNanos = 0;
        throughput.begin();
        log.begins(lag, ageMs, seconds, nowNanos);
    }

    /**
     * Adds the time since the last decision. One pause in which the stage could not work is not counted, because it does not
     * show that the stage is slow.
     */
    private void pass(long nowNanos) {
        long passed = nowNanos - decidedNanos;
        if (passed > PAUSE_NANOS && !pauseForgiven) {
            pauseForgiven = true;
        } else {
            elapsedNanos += passed;
        }
    }

    private void end(long nowNanos) {
        if (catchingUp) {
            catchingUp = false;
            throughput.begin();
            log.ends(elapsedNanos, nowNanos);
        }
    }

    private void fail(double seconds, long nowNanos) {
        catchingUp = false;
        throughput.begin();
        boolean again = hasFailed && nowNanos - failedNanos < 4 * distrustNanos;
        distrustNanos = again ? Math.min(2 * distrustNanos, MOST_DISTRUST_NANOS) : LEAST_DISTRUST_NANOS;
        hasFailed = true;
        failedNanos = nowNanos;
        log.fails(elapsedNanos, seconds, distrustNanos);
    }

    private boolean isDistrusted(long nowNanos) {
        return hasFailed && nowNanos - failedNanos < distrustNanos;
    }

    /** Whether the stage was live, catching up or shedding at the last decision; from any thread. */
    public StageMode mode() {
        return mode;
    }

    /**
     * Seconds until the stage has read all data that has arrived, by the estimate of the last decision: 0 if the stage does not
     * lag, {@link Double#POSITIVE_INFINITY} if data arrives at least as fast as it is read. From any thread.
     */
    public double secondsLeft() {
        return secondsLeft;
    }

    /** Units per second that the stage can handle, to be kept for its next run; 0 if that is not known yet. From any thread. */
    public long throughput() {
        return perSecond;
    }
}
