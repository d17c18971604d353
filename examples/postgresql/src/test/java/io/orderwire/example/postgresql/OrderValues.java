package io.orderwire.example.postgresql;

import io.orderwire.contract.order.LineReader;
import io.orderwire.contract.order.OrderEncoder;
import io.orderwire.contract.order.ParseResult;
import java.nio.charset.StandardCharsets;

/** Values of the topic of orders, from lines of a node, made as the parser makes them. Not thread-safe. */
final class OrderValues {
    private static final byte[] FILE = "20260505/17".getBytes(StandardCharsets.US_ASCII);

    private final LineReader reader = new LineReader();
    private final OrderEncoder encoder = new OrderEncoder();
    private final long[] seqs;
    private long offset;

    OrderValues(int partitions) {
        seqs = new long[partitions];
    }

    static String user(int number) {
        String digits = Integer.toHexString(number);
        return "0x" + "0".repeat(40 - digits.length()) + digits;
    }

    /** An event whose members need no escapes. */
    static String event(String user, String status, String coin, long oid) {
        return "{\"time\":\"2026-05-05T17:39:13.024084407\",\"user\":\"" + user + "\",\"status\":\"" + status
                + "\",\"order\":{\"coin\":\"" + coin + "\",\"side\":\"B\",\"limitPx\":\"81233.0\",\"sz\":\"0.92242\","
                + "\"oid\":" + oid + ",\"timestamp\":1778002753024,\"origSz\":\"1.5\",\"tif\":\"Alo\",\"cloid\":null}}";
    }

    /** The value of the next order of that partition. */
    byte[] next(int partition, String event) {
        byte[] line = ("{\"local_time\":\"2026-05-05T17:39:13.391\",\"block_time\":\"2026-05-05T17:39:13.024\","
                        + "\"block_number\":985148182,\"events\":[" + event + "]}")
                .getBytes(StandardCharsets.UTF_8);
        ParseResult result = reader.read(line, 0, line.length);
        if (result != ParseResult.ORDER) {
            throw new AssertionError("not an order but " + result + ": " + event);
        }
        offset += line.length;
        return encoder.encode(line, reader, FILE, offset, partition, ++seqs[partition], (int) seqs[partition]);
    }

    /** Leaves out that many sequences, as a loss does; returns the first of them. */
    long skip(int partition, int count) {
        long first = seqs[partition] + 1;
        seqs[partition] += count;
        return first;
    }
}
