package io.orderwire.runtime.reason;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Remembers since when each cause has lasted. Reasons of one cause share their beginning, because their words change while
 * they last. Thread-safe.
 */
public final class ReasonTimes {
    @GuardedBy("this")
    private final Map<ReasonCode, Long> since = new EnumMap<>(ReasonCode.class);

    /** Takes all present reasons; causes that are not among them are over. To be called about once a second. */
    public synchronized void are(List<Reason> present, long nowMs) {
        Set<ReasonCode> codes = present.stream().map(Reason::code).collect(Collectors.toCollection(HashSet::new));
        since.keySet().retainAll(codes);
        codes.forEach(code -> since.putIfAbsent(code, nowMs));
    }

    /** The same reasons, with the beginnings of those that have none. */
    public synchronized List<Reason> timed(List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> reason.sinceMs() > 0 ? reason : reason.since(since.getOrDefault(reason.code(), 0L)))
                .toList();
    }
}
