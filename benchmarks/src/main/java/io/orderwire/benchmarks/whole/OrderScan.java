package io.orderwire.benchmarks.whole;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Finds orders in the bytes of a record or of a WebSocket message, and reads what a check needs: partition, sequence,
 * {@code local_time}, coin and user. It looks for the bytes that begin an order and does not parse JSON, because it shares
 * the cores with the processes that are measured. A missed order would show as a missing sequence. Not thread-safe.
 */
final class OrderScan {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final long HEAD = word("{\"pos\":\"");
    private static final long COIN = word("\"coin\":\"");
    private static final long USER = word("\"user\":\"");
    private static final byte[] PART = ascii("\",\"part\":");
    private static final byte[] SEQ = ascii(",\"seq\":");
    private static final byte[] LOCAL = ascii(",\"local_time\":\"");
    private static final byte[] EVENT = ascii(",\"event\":");
    private static final int WORD = 8;

    /** The node's smallest event is longer: time, user, status and order have about 400 bytes. */
    private static final int SHORTEST_EVENT = 200;

    private static final int SECONDS_LENGTH = 19;
    private static final int LONGEST_HEAD = 400;

    private byte[] bytes = new byte[0];
    private int end;
    private int at;
    private int eventFrom;
    private int partition;
    private long seq;
    private long localMs;
    private long secondKey = -1;
    private long secondMs;

    /** Begins with the first order in a part of an array. */
    void of(byte[] array, int from, int to) {
        bytes = array;
        at = from;
        end = to;
    }

    /** Moves to the next order; false if there is none. */
    boolean next() {
        int head = find(HEAD, at, end);
        if (head < 0) {
            return false;
        }
        int stop = Math.min(end, head + LONGEST_HEAD);
        int part = after(PART, head, stop);
        partition = (int) number(part);
        seq = number(after(SEQ, part, stop));
        int local = after(LOCAL, part, stop);
        localMs = millis(local);
        eventFrom = after(EVENT, local, stop);
        at = eventFrom + SHORTEST_EVENT;
        return true;
    }

    int partition() {
        return partition;
    }

    long seq() {
        return seq;
    }

    /** {@code local_time}, epoch milliseconds, rounded down. */
    long localMs() {
        return localMs;
    }

    /** A hash of the order's coin. */
    long coin() {
        return hash(find(COIN, eventFrom, end) + WORD);
    }

    /** A hash of the order's user. */
    long user() {
        return hash(find(USER, eventFrom, end) + WORD);
    }

    /** The text whose hash {@link #coin} returns. */
    String coinText() {
        return text(find(COIN, eventFrom, end) + WORD);
    }

    /** The text whose hash {@link #user} returns. */
    String userText() {
        return text(find(USER, eventFrom, end) + WORD);
    }

    private String text(int from) {
        int to = from;
        while (bytes[to] != '"') {
            to++;
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private long hash(int from) {
        long hash = 0xCBF29CE484222325L;
        for (int i = from; bytes[i] != '"'; i++) {
            hash = (hash ^ bytes[i]) * 0x100000001B3L;
        }
        return hash;
    }

    private int find(long word, int from, int to) {
        byte first = (byte) word;
        for (int i = from; i <= to - WORD; i++) {
            if (bytes[i] == first && (long) LONGS.get(bytes, i) == word) {
                return i;
            }
        }
        return -1;
    }

    /** The place after the next {@code name}. */
    private int after(byte[] name, int from, int to) {
        for (int i = from; i <= to - name.length; i++) {
            if (matches(name, i)) {
                return i + name.length;
            }
        }
        throw new IllegalStateException("an order without " + new String(name, StandardCharsets.US_ASCII) + ": "
                + new String(bytes, from, Math.max(0, to - from), StandardCharsets.UTF_8));
    }

    private boolean matches(byte[] name, int from) {
        for (int i = 0; i < name.length; i++) {
            if (bytes[from + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private long number(int from) {
        long number = 0;
        for (int i = from; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    /** A time such as {@code 2026-05-05T17:39:16.001886457}. Most orders share the second of the one before. */
    private long millis(int from) {
        long key = (long) LONGS.get(bytes, from + SECONDS_LENGTH - WORD)
                ^ Long.rotateLeft((long) LONGS.get(bytes, from + 2), 1);
        if (key != secondKey) {
            secondKey = key;
            String second = new String(bytes, from, SECONDS_LENGTH, StandardCharsets.US_ASCII);
            secondMs = LocalDateTime.parse(second).toInstant(ZoneOffset.UTC).toEpochMilli();
        }
        int fraction = from + SECONDS_LENGTH + 1;
        return secondMs
                + (bytes[fraction] - '0') * 100L
                + (bytes[fraction + 1] - '0') * 10L
                + bytes[fraction + 2]
                - '0';
    }

    private static long word(String text) {
        return (long) LONGS.get(ascii(text), 0);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
