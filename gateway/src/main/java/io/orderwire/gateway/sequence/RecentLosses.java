package io.orderwire.gateway.sequence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.contract.gap.Gap;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last losses that concern all partitions, from the topic of losses. Their markers may be among records that are shed
 * unread, and these losses have to be reported together with the loss of those records. Thread-safe.
 */
public final class RecentLosses {
    private static final Logger log = LoggerFactory.getLogger(RecentLosses.class);
    private static final int MOST = 64;

    /** A marker is written at most this long after the last event that it names. */
    private static final long SLACK_MS = 2_000;

    /** A marker is read at most this long after its loss became known here, unless its reader has a large lag. */
    private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private record Known(Gap gap, String json, long nanos) {}

    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private final Map<String, Known> byId = new LinkedHashMap<>();

    /** Begins without losses. */
    public RecentLosses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes a loss from the topic. Its first version is kept, because markers repeat that one. */
    public synchronized void known(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        try {
            Gap gap = Gap.parse(text);
            if (gap.partition() == null) {
                byId.putIfAbsent(gap.id(), new Known(gap, text, nanoTime.getAsLong()));
            }
        } catch (IllegalArgumentException e) {
            log.warn("ignored in the topic of gaps: {}", e.getMessage());
        }
        if (byId.size() > MOST) {
            byId.remove(byId.keySet().iterator().next());
        }
    }

    /**
     * Losses whose markers may be among records with timestamps from {@code ms} on, by the ingestor's clock. Losses that
     * became known in the last 10 s are included whatever their times, since that clock may have been set.
     */
    public synchronized List<String> since(long ms) {
        long now = nanoTime.getAsLong();
        return byId.values().stream()
                .filter(known -> known.gap.toMs() >= ms - SLACK_MS || now - known.nanos <= RECENT_NANOS)
                .map(Known::json)
                .toList();
    }
}
