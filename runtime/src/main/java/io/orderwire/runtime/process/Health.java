package io.orderwire.runtime.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** The health of a process: each part names its reasons for not being live, not being ready, or being degraded. */
public final class Health {
    /** The part that watches Kafka itself. */
    public static final String KAFKA = "kafka";

    private final Map<String, Supplier<List<String>>> live = new ConcurrentSkipListMap<>();
    private final Map<String, Supplier<List<String>>> ready = new ConcurrentSkipListMap<>();
    private final Map<String, Supplier<List<String>>> degraded = new ConcurrentSkipListMap<>();

    /** Adds a part's check for liveness, which returns an empty list if the part is live. It is called for each request. */
    public void live(String part, Supplier<List<String>> reasons) {
        live.put(part, reasons);
    }

    /** Adds a part's check for readiness, which returns an empty list if the part is ready. It is called for each request. */
    public void ready(String part, Supplier<List<String>> reasons) {
        ready.put(part, reasons);
    }

    /**
     * Adds a part's check for degradation, which returns an empty list if the part is not degraded. It is called for each
     * request.
     */
    public void degraded(String part, Supplier<List<String>> reasons) {
        degraded.put(part, reasons);
    }

    /** Why the process is not live; empty if it is live. */
    public List<String> notLive() {
        return reasons(live);
    }

    /** Why the process is not ready; empty if it is ready. */
    public List<String> notReady() {
        return reasons(ready);
    }

    /** Why one part is not ready; empty if it is ready or does not exist. */
    public List<String> notReady(String part) {
        Supplier<List<String>> reasons = ready.get(part);
        return reasons == null ? List.of() : reasons.get();
    }

    /** Why the process is degraded; empty if it is not. Does not contain the reasons for not being ready. */
    public List<String> degraded() {
        return reasons(degraded);
    }

    private static List<String> reasons(Map<String, Supplier<List<String>>> parts) {
        List<String> all = new ArrayList<>();
        parts.forEach((part, reasons) -> reasons.get().forEach(reason -> all.add(part + ": " + reason)));
        return all;
    }
}
