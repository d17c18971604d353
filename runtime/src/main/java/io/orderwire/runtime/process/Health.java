package io.orderwire.runtime.process;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

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

    private record Key(String part, ReasonCode code) {}

    private final Map<Key, Supplier<List<String>>> live = checks();
    private final Map<Key, Supplier<List<String>>> ready = checks();
    private final Map<Key, Supplier<List<String>>> degraded = checks();
    private volatile boolean started;

    private static Map<Key, Supplier<List<String>>> checks() {
        return new ConcurrentSkipListMap<>(Comparator.comparing(Key::part).thenComparing(Key::code));
    }

    /** Adds a part's check for liveness, which returns an empty list if the part is live. It is called for each request. */
    public void live(String part, ReasonCode code, Supplier<List<String>> reasons) {
        live.put(new Key(part, code), reasons);
    }

    /** Adds a part's check for readiness, which returns an empty list if the part is ready. It is called for each request. */
    public void ready(String part, ReasonCode code, Supplier<List<String>> reasons) {
        ready.put(new Key(part, code), reasons);
    }

    /**
     * Adds a part's check for degradation, which returns an empty list if the part is not degraded. It is called for each
     * request.
     */
    public void degraded(String part, ReasonCode code, Supplier<List<String>> reasons) {
        degraded.put(new Key(part, code), reasons);
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
        return reasons.isEmpty() ? List.of(new Reason(ReasonCode.STARTING, "start: starting")) : reasons;
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
    public List<String> notReady(String part) {
        List<String> reasons = new ArrayList<>();
        ready.forEach((key, check) -> {
            if (key.part.equals(part)) {
                reasons.addAll(check.get());
            }
        });
        return reasons;
    }

    /** Why the process is degraded; empty if it is not. Does not contain the reasons for not being ready. */
    public List<Reason> degraded() {
        return reasons(degraded);
    }

    private static List<Reason> reasons(Map<Key, Supplier<List<String>>> checks) {
        List<Reason> all = new ArrayList<>();
        checks.forEach(
                (key, check) -> check.get().forEach(text -> all.add(new Reason(key.code, key.part + ": " + text))));
        return all;
    }
}
