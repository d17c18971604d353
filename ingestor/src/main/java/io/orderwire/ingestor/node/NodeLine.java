package io.orderwire.ingestor.node;

import io.orderwire.contract.position.Sequence;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * The block and the times in the head of an envelope. The text comes from outside: times that cannot be read, or are before
 * 1970, are null. Off the hot path.
 *
 * @param block number of the block
 * @param localMs when the node wrote the line, epoch milliseconds by its clock
 * @param blockMs the consensus time of the block, epoch milliseconds
 * @param live whether the line was seen to arrive in the file while this process was running
 */
record NodeLine(
        long block, @Nullable Long localMs, @Nullable Long blockMs, boolean live) {
    /** Number of bytes that hold all members before the events. */
    static final int HEAD_BYTES = 512;

    private static final String BLOCK_NUMBER = "\"block_number\"";
    private static final String LOCAL_TIME = "\"local_time\"";
    private static final String BLOCK_TIME = "\"block_time\"";
    private static final String EVENTS = "\"events\"";

    /** Numbers with more digits are above 2^53 and not exact in JSON readers. */
    private static final int MOST_DIGITS = 16;

    private static final int LONGEST_TIME = 40;

    /** The line that begins with the first {@code length} bytes; null if there is no block number before its events. */
    static @Nullable NodeLine of(byte[] bytes, int length, boolean live) {
        String text = new String(bytes, 0, Math.min(length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
        int events = text.indexOf(EVENTS);
        String head = events < 0 ? text : text.substring(0, events);
        Long block = number(head, BLOCK_NUMBER);
        return block == null ? null : new NodeLine(block, time(head, LOCAL_TIME), time(head, BLOCK_TIME), live);
    }

    /** The node's lag behind the chain, milliseconds; 0 if negative because of its clock; null if a time is unknown. */
    @Nullable
    Long lagMs() {
        return localMs == null || blockMs == null ? null : Long.valueOf(Math.max(0, localMs - blockMs));
    }

    /** Age of the block, milliseconds; 0 if its time is in the future; null if its time is unknown. */
    @Nullable
    Long chainAgeMs(long nowMs) {
        return blockMs == null ? null : Long.valueOf(Math.max(0, nowMs - blockMs));
    }

    private static @Nullable Long number(String head, String name) {
        int from = value(head, name);
        int to = from;
        while (to < head.length() && head.charAt(to) >= '0' && head.charAt(to) <= '9') {
            to++;
        }
        if (to == from || to - from > MOST_DIGITS) {
            return null;
        }
        long number = Long.parseLong(head, from, to, 10);
        return number > Sequence.MAX ? null : Long.valueOf(number);
    }

    private static @Nullable Long time(String head, String name) {
        int quote = value(head, name);
        int to = quote < head.length() && head.charAt(quote) == '"' ? head.indexOf('"', quote + 1) : -1;
        if (to < 0 || to - quote > LONGEST_TIME) {
            return null;
        }
        try {
            long ms = LocalDateTime.parse(head.substring(quote + 1, to))
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli();
            return ms < 0 || ms > Sequence.MAX ? null : Long.valueOf(ms);
        } catch (DateTimeParseException | ArithmeticException expected) {
            return null;
        }
    }

    /** Index at which the value of that member begins; the end of the text if the member is missing. */
    private static int value(String head, String name) {
        int at = head.indexOf(name);
        int colon = at < 0 ? head.length() : skipBlanks(head, at + name.length());
        return colon < head.length() && head.charAt(colon) == ':' ? skipBlanks(head, colon + 1) : head.length();
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }
}
