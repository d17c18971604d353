package io.orderwire.runtime.reason;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers since when each cause has lasted. Reasons of one cause share their beginning, because their words change while
 * they last. Thread-safe.
 */
public final class ReasonTimes {
    @GuardedBy("this")
    private final Map<ReasonCode, Long> since = new EnumMap<>(ReasonCode.class);

    /** Takes all present reasons; causes that are not among them are over. To be called about once a second. */
    public synchronized void are(List<Reason> present, long nowMs) {
        Set<ReasonCode> codes = EnumSet.noneOf(ReasonCode.class);
        present.forEach(reason -> codes.add(reason.code()));
        since.keySet().retainAll(codes);
        for (ReasonCode code : codes) {
            since.putIfAbsent(code, nowMs);
        }
    }

    /** The same reasons, with the beginnings of those that have none. */
    public synchronized List<Reason> timed(List<Reason> reasons) {
        List<Reason> timed = new ArrayList<>(reasons.size());
        for (Reason reason : reasons) {
            timed.add(reason.sinceMs() > 0 ? reason : reason.since(since.getOrDefault(reason.code(), 0L)));
        }
        return List.copyOf(timed);
    }
}
