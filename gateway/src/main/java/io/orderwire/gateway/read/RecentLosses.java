package io.orderwire.gateway.read;

import io.orderwire.orders.Gap;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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

    /** A marker is read so long after its loss is known here, at most, unless its reader is far behind. */
    private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private record Known(Gap gap, String json, long nanos) {}

    private final LongSupplier nanoTime;
    private final Map<String, Known> byId = new LinkedHashMap<>();

    /** None is known yet. */
    public RecentLosses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A loss stands in the topic; as it is told first, which is how its markers tell it. */
    public synchronized void known(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        try {
            Gap gap = Gap.parse(text);
            if (gap.partition() == null) {
                byId.putIfAbsent(gap.id(), new Known(gap, text, nanoTime.getAsLong()));
            }
        } catch (IllegalArgumentException e) {
            log.warn("passed over in the topic of losses: {}", e.getMessage());
        }
        if (byId.size() > MOST) {
            byId.remove(byId.keySet().iterator().next());
        }
    }

    /**
     * Those whose markers may stand where records are no older than that: by the ingestor's clock, and those of the last
     * moments whatever their times say, for that clock may have been set.
     */
    synchronized List<String> since(long ms) {
        long now = nanoTime.getAsLong();
        return byId.values().stream()
                .filter(known -> known.gap.toMs() >= ms - SLACK_MS || now - known.nanos <= RECENT_NANOS)
                .map(Known::json)
                .toList();
    }
}
