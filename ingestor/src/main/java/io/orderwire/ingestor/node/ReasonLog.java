package io.orderwire.ingestor.node;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs when something goes wrong with the node, and when it is over. Not thread-safe. */
final class ReasonLog {
    private static final Logger log = LoggerFactory.getLogger(NodeWatch.class);

    private final Map<String, String> reasons = new HashMap<>();

    /** The reason why {@code what} is wrong now, null if it is not. */
    void is(String what, @Nullable String reason) {
        String before = reason == null ? reasons.remove(what) : reasons.put(what, reason);
        if (before == null && reason != null) {
            log.warn("{}", reason);
        } else if (before != null && reason == null) {
            log.info("{} of the node is over, which was last: {}", what, before);
        }
    }
}
