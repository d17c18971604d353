package io.orderwire.ingestor.node;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs when a fault of the node begins and when it is over. Not thread-safe. */
final class ReasonLog {
    private static final Logger log = LoggerFactory.getLogger(NodeWatch.class);

    private final Map<String, String> reasons = new HashMap<>();

    /** Sets the current reason for the fault {@code what}; null if there is no fault. */
    void is(String what, @Nullable String reason) {
        String before = reason == null ? reasons.remove(what) : reasons.put(what, reason);
        if (before == null && reason != null) {
            log.warn("{}", reason);
        } else if (before != null && reason == null) {
            log.info("{} of the node is over, which was last: {}", what, before);
        }
    }
}
