package io.orderwire.runtime.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** How a process is: each part names its reasons for not being live, not being ready, or being degraded. */
public final class Health {
    /** The part that watches Kafka itself. */
    public static final String KAFKA = "kafka";

    private final Map<String, Supplier<List<String>>> live = new ConcurrentSkipListMap<>();
    private final Map<String, Supplier<List<String>>> ready = new ConcurrentSkipListMap<>();
    private final Map<String, Supplier<List<String>>> degraded = new ConcurrentSkipListMap<>();

    /** Asks {@code reasons} whenever somebody wants to know whether the process lives; an empty list is well. */
    public void live(String part, Supplier<List<String>> reasons) {
        live.put(part, reasons);
    }

    /** Asks {@code reasons} whenever somebody wants to know whether the process is ready; an empty list is well. */
    public void ready(String part, Supplier<List<String>> reasons) {
        ready.put(part, reasons);
    }

    /** Asks {@code reasons} whenever somebody wants to know how well the process is; an empty list is well. */
    public void degraded(String part, Supplier<List<String>> reasons) {
        degraded.put(part, reasons);
    }

    /** Why the process is not live, empty when it is. */
    public List<String> notLive() {
        return reasons(live);
    }

    /** Why the process is not ready, empty when it is. */
    public List<String> notReady() {
        return reasons(ready);
    }

    /** Why one part is not ready, empty when it is, or there is no such part. */
    public List<String> notReady(String part) {
        Supplier<List<String>> reasons = ready.get(part);
        return reasons == null ? List.of() : reasons.get();
    }

    /** Why the process is degraded, empty if it is not. Reasons for not being ready are not among them. */
    public List<String> degraded() {
        return reasons(degraded);
    }

    private static List<String> reasons(Map<String, Supplier<List<String>>> parts) {
        List<String> all = new ArrayList<>();
        parts.forEach((part, reasons) -> reasons.get().forEach(reason -> all.add(part + ": " + reason)));
        return all;
    }
}
