package io.orderwire.runtime.process;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The health of a process, by four checks that mean different things to who restarts or uses it. Each part of the process
 * names its reasons. Thread-safe.
 *
 * <ul>
 *   <li>started: it has begun its work once; stays so. Until then, being not live or not ready means nothing.
 *   <li>live: it can still make progress. If not, only a restart helps.
 *   <li>ready: it does its work now. If not, it waits for something and continues by itself.
 *   <li>well: orders flow as they should.
 * </ul>
 */
public final class Health {
    /** The part that watches Kafka itself. */
    public static final String KAFKA = "kafka";

    private final List<Check> live = new CopyOnWriteArrayList<>();
    private final List<Check> ready = new CopyOnWriteArrayList<>();
    private final List<Check> degraded = new CopyOnWriteArrayList<>();
    private volatile boolean started;

    private record Check(String part, Supplier<List<Reason>> reasons) {
        /** The reasons, in words that begin with the part. */
        Stream<Reason> named() {
            return reasons.get().stream().map(reason -> reason.in(part + ": " + reason.text()));
        }
    }

    /** Adds a part's check for liveness, which returns an empty list if the part is live. It is called for each request. */
    public void live(String part, Supplier<List<Reason>> reasons) {
        live.add(new Check(part, reasons));
    }

    /** Adds a part's check for readiness, which returns an empty list if the part is ready. It is called for each request. */
    public void ready(String part, Supplier<List<Reason>> reasons) {
        ready.add(new Check(part, reasons));
    }

    /**
     * Adds a part's check for degradation, which returns an empty list if the part is not degraded. It is called for each
     * request.
     */
    public void degraded(String part, Supplier<List<Reason>> reasons) {
        degraded.add(new Check(part, reasons));
    }

    /** Marks the process as started, for good. */
    public void started() {
        started = true;
    }

    /** Whether the process has started. */
    public boolean hasStarted() {
        return started;
    }

    /** Why the process has not started, and what it waits for; empty once it has started. */
    public List<Reason> notStarted() {
        if (started) {
            return List.of();
        }
        List<Reason> reasons = reasons(ready);
        return reasons.isEmpty() ? List.of(ReasonCode.STARTING.because("start: starting")) : reasons;
    }

    /** Why the process is not live; empty if it is live. */
    public List<Reason> notLive() {
        return reasons(live);
    }

    /** Why the process is not ready; empty if it is ready. */
    public List<Reason> notReady() {
        return reasons(ready);
    }

    /** Why one part is not ready; empty if it is ready or does not exist. */
    public List<Reason> notReady(String part) {
        return ready.stream()
                .filter(check -> check.part.equals(part))
                .flatMap(check -> check.reasons.get().stream())
                .toList();
    }

    /** Why the process is degraded; empty if it is not. Does not contain the reasons for not being ready. */
    public List<Reason> degraded() {
        return reasons(degraded);
    }

    private static List<Reason> reasons(List<Check> checks) {
        return checks.stream().flatMap(Check::named).toList();
    }
}
