package io.orderwire.gateway.read;

import io.orderwire.orders.Gap;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last losses that touch all partitions, out of the topic of losses: their markers may stand among records that are
 * not read for their age, and whoever is told of those has to be told of these too. Thread-safe.
 */
public final class RecentLosses {
    private static final Logger log = LoggerFactory.getLogger(RecentLosses.class);
    private static final int MOST = 64;

    /** A marker is written some time after the last of what it names. */
    private static final long SLACK_MS = 2_000;

    private record Known(Gap gap, String json) {}

    private final Map<String, Known> byId = new LinkedHashMap<>();

    /** A loss stands in the topic; as it is told first, which is how its markers tell it. */
    public synchronized void known(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        try {
            Gap gap = Gap.parse(text);
            if (gap.partition() == null) {
                byId.putIfAbsent(gap.id(), new Known(gap, text));
            }
        } catch (IllegalArgumentException e) {
            log.warn("passed over in the topic of losses: {}", e.getMessage());
        }
        if (byId.size() > MOST) {
            byId.remove(byId.keySet().iterator().next());
        }
    }

    /** Those whose markers may stand where records are no older than that. */
    synchronized List<String> since(long ms) {
        return byId.values().stream()
                .filter(known -> known.gap.toMs() >= ms - SLACK_MS)
                .map(Known::json)
                .toList();
    }
}
