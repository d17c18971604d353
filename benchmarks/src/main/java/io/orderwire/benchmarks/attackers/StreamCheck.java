package io.orderwire.benchmarks.attackers;

import io.orderwire.benchmarks.LocalTimes;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Reads the frames of a subscription: whether the sequences of each partition are without holes, whether losses were
 * reported, and how old each order is, for the phase in which it was written. Not thread-safe.
 *
 * <p>The simulator writes orders only, so that each event is one and a missing sequence is a loss.
 */
final class StreamCheck {
    /** How each order begins. */
    private static final String POSITION = "{\"pos\":\"";

    private static final String PARTITION = "\"part\":";
    private static final String SEQUENCE = "\"seq\":";
    private static final String END = "],\"cursor\":\"";
    private static final String DROPPED = "\"dropped\":";
    private static final String GAPS = "\"gaps\":[";
    private static final String GAP_EVENTS = "\"events\":";
    private static final int MOST_PARTITIONS = 128;

    private final String coinMember;
    private final boolean all;
    private final LocalTimes times = new LocalTimes();
    private final long[] lastSeq = new long[MOST_PARTITIONS];
    private final long[] lastWrittenMs = new long[MOST_PARTITIONS];
    private final NavigableMap<Long, Phase> phases = new TreeMap<>(Map.of(Long.MIN_VALUE, new Phase()));
    private long repeated;
    private long lastAgeMs;

    /**
     * A check of one subscription.
     *
     * @param coin is counted separately
     * @param all whether the subscription is to all orders, so that each sequence must come
     */
    StreamCheck(String coin, boolean all) {
        this.coinMember = "\"coin\":\"" + coin + "\"";
        this.all = all;
    }

    /** Orders that are written from now on belong to a new phase. */
    Phase begin(long nowMs) {
        Phase phase = new Phase();
        phases.put(nowMs, phase);
        return phase;
    }

    /** Takes a frame of the channel {@code orders}. */
    void frame(String message, long nowMs) {
        int end = message.lastIndexOf(END);
        if (end < 0) {
            throw new IllegalArgumentException("a frame without a cursor: " + message);
        }
        Phase phase = phases.lastEntry().getValue();
        int next = message.indexOf(POSITION);
        while (next >= 0 && next < end) {
            int from = next;
            next = message.indexOf(POSITION, from + POSITION.length());
            phase = order(message, from, next < 0 ? end : next, nowMs);
        }
        // A loss comes just before a frame's orders, and lasted for less than a frame: it counts for their phase.
        phase.reported(number(message, message.indexOf(DROPPED, end) + DROPPED.length()));
        phase.reported(inGaps(message.substring(message.indexOf(GAPS, end))));
    }

    private Phase order(String message, int from, int to, long nowMs) {
        int partition = (int) number(message, message.indexOf(PARTITION, from) + PARTITION.length());
        long seq = number(message, message.indexOf(SEQUENCE, from) + SEQUENCE.length());
        long writtenMs = times.epochMs(message, message.indexOf(LocalTimes.MEMBER, from) + LocalTimes.MEMBER.length());
        Phase phase = phases.floorEntry(writtenMs).getValue();
        lastAgeMs = nowMs - writtenMs;
        int coin = message.indexOf(coinMember, from);
        phase.order(lastAgeMs, coin >= 0 && coin < to);
        if (seq <= lastSeq[partition]) {
            repeated++;
        } else if (all && lastSeq[partition] > 0) {
            phase.missing(seq - lastSeq[partition] - 1);
        }
        lastSeq[partition] = Math.max(seq, lastSeq[partition]);
        lastWrittenMs[partition] = writtenMs;
        return phase;
    }

    /** Events in gaps; a gap whose number is not known counts as one. */
    private static long inGaps(String gaps) {
        long events = 0;
        for (int at = gaps.indexOf(GAP_EVENTS); at >= 0; at = gaps.indexOf(GAP_EVENTS, at + 1)) {
            events += Math.max(1, number(gaps, at + GAP_EVENTS.length()));
        }
        return events;
    }

    private static long number(String text, int from) {
        long number = 0;
        for (int i = from; i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9'; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    /** Whether each partition that brought orders has brought one that was written then or later. */
    boolean isPast(long ms) {
        return Arrays.stream(lastWrittenMs).allMatch(written -> written == 0 || written >= ms);
    }

    /** Age of the order that came last. */
    long lastAgeMs() {
        return lastAgeMs;
    }

    /** Orders that came a second time, or after a later one of their partition. */
    long repeated() {
        return repeated;
    }

    /** Orders of all phases. */
    long orders() {
        return phases.values().stream().mapToLong(Phase::orders).sum();
    }
}
