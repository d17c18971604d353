package io.orderwire.gateway;

import io.orderwire.contract.order.LineReader;
import io.orderwire.contract.order.OrderEncoder;
import io.orderwire.contract.order.ParseResult;
import io.orderwire.contract.order.Users;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Makes orders as the parser writes them, from generated lines of a node. */
public final class OrderMaker {
    private static final byte[] FILE = "20260505/17".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> COINS = List.of("BTC", "ETH", "kPEPE", "@107", "PURR/USDC", "xyz:XYZ100");
    private static final List<String> STATUSES = List.of("open", "filled", "canceled", "badAloPxRejected");

    /** An order, and its record. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Made(String user, String coin, String status, String side, int partition, long seq, byte[] value) {
        public String json() {
            return new String(value, StandardCharsets.UTF_8);
        }

        public byte[] key() {
            return user.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private final Random random;
    private final long[] seqs;
    private final LineReader reader = new LineReader();
    private final OrderEncoder encoder = new OrderEncoder();
    private long oid = 412_036_451_000L;
    private long offset;

    public OrderMaker(long seed, int partitions) {
        this.random = new Random(seed);
        this.seqs = new long[partitions];
    }

    /** The address of user {@code number}. */
    public static String user(int number) {
        return String.format("0x%040x", number * 7_919L + 0xabcdef);
    }

    public Made next() {
        return make(
                user(random.nextInt(50)),
                COINS.get(random.nextInt(COINS.size())),
                STATUSES.get(random.nextInt(STATUSES.size())),
                random.nextBoolean() ? "B" : "A");
    }

    public Made make(String user, String coin, String status, String side) {
        return make(user, event(user, coin, status, side, "81233.0", "0.92242", "2026-05-05T17:39:13.024084407"));
    }

    /** Makes an order from a given event. */
    public Made make(String user, String event) {
        byte[] line =
                ("{\"local_time\":\"2026-05-05T17:39:16.001886457\",\"block_time\":\"2026-05-05T17:39:13.024084407\","
                                + "\"block_number\":985148182,\"events\":[" + event + "]}")
                        .getBytes(StandardCharsets.UTF_8);
        ParseResult result = reader.read(line, 0, line.length);
        if (result != ParseResult.ORDER) {
            throw new AssertionError("the generated line is not an order but " + result + ": " + event);
        }
        int partition = Users.partition(user.getBytes(StandardCharsets.ISO_8859_1), seqs.length);
        long seq = ++seqs[partition];
        offset += line.length;
        byte[] value = encoder.encode(line, reader, FILE, offset, partition, seq, (int) seq);
        return new Made(
                user, member(event, "coin"), member(event, "status"), member(event, "side"), partition, seq, value);
    }

    /** The last assigned sequence of a partition. */
    public long lastSeq(int partition) {
        return seqs[partition];
    }

    /** Skips {@code count} sequences of a partition, as if their events were lost. */
    public void skip(int partition, long count) {
        seqs[partition] += count;
    }

    public String event(
            String user, String coin, String status, String side, String limitPx, String origSz, String time) {
        return "{\"time\":\"" + time + "\",\"user\":\"" + user + "\",\"hash\":null,\"builder\":null,\"status\":\""
                + status
                + "\",\"order\":{\"coin\":\"" + coin + "\",\"side\":\"" + side + "\",\"limitPx\":\"" + limitPx
                + "\",\"sz\":\"0.0003\",\"oid\":" + ++oid + ",\"timestamp\":1778002753024,\"triggerCondition\":\"N/A\","
                + "\"isTrigger\":false,\"triggerPx\":\"0.0\",\"children\":[],\"isPositionTpsl\":false,\"reduceOnly\":false,"
                + "\"orderType\":\"Limit\",\"origSz\":\"" + origSz + "\",\"tif\":\"Alo\",\"cloid\":"
                + (oid % 2 == 0 ? "null" : "\"0xd4cf" + oid + "\"") + "}}";
    }

    private static String member(String event, String name) {
        int from = event.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return event.substring(from, event.indexOf('"', from));
    }
}
