package io.orderwire.contract.order;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Indexes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the value of a record of {@code hyperliquid.orders}: a small envelope around the bytes of the node's own event, which
 * are copied unchanged. Not thread-safe.
 */
public final class OrderEncoder {
    private static final byte[] POS = ascii("{\"pos\":\"");
    private static final byte[] PART = ascii("\",\"part\":");
    private static final byte[] SEQ = ascii(",\"seq\":");
    private static final byte[] BLOCK_NUMBER = ascii(",\"block_number\":");
    private static final byte[] BLOCK_INDEX = ascii(",\"block_index\":");
    private static final byte[] BLOCK_TIME = ascii(",\"block_time\":");
    private static final byte[] LOCAL_TIME = ascii(",\"local_time\":");
    private static final byte[] EVENT = ascii(",\"event\":");
    private static final int LONGEST_NUMBER = 20;

    private byte[] head = new byte[256];
    private int length;

    /**
     * Encodes the order that {@code line} has just read from {@code bytes}.
     *
     * @param file the hour file as text, {@link HourFile#toString()}
     * @param offset the event's byte offset in that file
     * @param partition the partition that the order is written to
     * @param seq the event's sequence in that partition
     * @param index the event's place in its block, or {@link Indexes#UNKNOWN}; only written if it is known and the line
     *     has a block number
     */
    public byte[] encode(byte[] bytes, LineReader line, byte[] file, long offset, int partition, long seq, int index) {
        length = 0;
        append(POS, 0, POS.length);
        append(file, 0, file.length);
        reserve(1);
        head[length++] = '@';
        append(offset);
        append(PART, 0, PART.length);
        append(partition);
        append(SEQ, 0, SEQ.length);
        append(seq);
        member(BLOCK_NUMBER, bytes, line.blockNumberFrom(), line.blockNumberLength());
        if (index >= 0 && line.blockNumberLength() > 0) {
            append(BLOCK_INDEX, 0, BLOCK_INDEX.length);
            append(index);
        }
        member(BLOCK_TIME, bytes, line.blockTimeFrom(), line.blockTimeLength());
        member(LOCAL_TIME, bytes, line.localTimeFrom(), line.localTimeLength());
        append(EVENT, 0, EVENT.length);
        int eventLength = line.eventTo() - line.eventFrom();
        byte[] value = Arrays.copyOf(head, length + eventLength + 1);
        System.arraycopy(bytes, line.eventFrom(), value, length, eventLength);
        value[value.length - 1] = '}';
        return value;
    }

    private void member(byte[] name, byte[] bytes, int from, int valueLength) {
        if (valueLength > 0) {
            append(name, 0, name.length);
            append(bytes, from, valueLength);
        }
    }

    private void append(byte[] bytes, int from, int count) {
        reserve(count);
        System.arraycopy(bytes, from, head, length, count);
        length += count;
    }

    private void append(long number) {
        reserve(LONGEST_NUMBER);
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            head[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void reserve(int count) {
        if (head.length - length < count) {
            head = Arrays.copyOf(head, Math.max(head.length * 2, length + count));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
