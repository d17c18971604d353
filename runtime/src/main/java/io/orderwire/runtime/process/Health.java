package io.orderwire.runtime.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** How a process is: each part tells its reasons for not being live, or not being ready; none means well. */
public final class Health {
    private final Map<String, Supplier<List<String>>> live = new ConcurrentSkipListMap<>();
    private final Map<String, Supplier<List<String>>> ready = new ConcurrentSkipListMap<>();

    /** Asks {@code reasons} whenever somebody wants to know whether the process lives; an empty list is well. */
    public void live(String part, Supplier<List<String>> reasons) {
        live.put(part, reasons);
    }

    /** Asks {@code reasons} whenever somebody wants to know whether the process is ready; an empty list is well. */
    public void ready(String part, Supplier<List<String>> reasons) {
        ready.put(part, reasons);
    }

    /** Why the process is not live, empty when it is. */
    public List<String> notLive() {
        return reasons(live);
    }

    /** Why the process is not ready, empty when it is. */
    public List<String> notReady() {
        return reasons(ready);
    }

    private static List<String> reasons(Map<String, Supplier<List<String>>> parts) {
        List<String> all = new ArrayList<>();
        parts.forEach((part, reasons) -> reasons.get().forEach(reason -> all.add(part + ": " + reason)));
        return all;
    }
}
