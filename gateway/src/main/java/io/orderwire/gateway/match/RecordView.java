package io.orderwire.gateway.match;

import io.orderwire.contract.order.OrderPack;
import io.orderwire.contract.order.OrderReader;
import io.orderwire.contract.order.OrderText;
import io.orderwire.contract.order.Users;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A view of the current record that is parsed only as far as necessary: a subscription without a filter does not need any
 * parsing. An order among several of a record is read where it is, and copied when it is first asked for. Each reader has
 * one, reused for every record. Not thread-safe.
 */
public final class RecordView {
    private static final byte[] NOTHING = {};
    private static final int ALL = -1;

    private final OrderReader reader = new OrderReader();
    private final OrderFields fields = new OrderFields();
    /** The bytes that hold the value. */
    private byte[] bytes = NOTHING;

    private int from;
    /** Bytes of the value, {@link #ALL} if there are no others. */
    private int length = ALL;

    /** Null until they are copied, if the record has several orders. */
    private byte @Nullable [] key = NOTHING;

    private byte @Nullable [] value = NOTHING;
    private long timestampMs;
    private boolean parsed;
    private boolean readable;
    private boolean fieldsRead;
    private boolean multiplied;
    private @Nullable BigDecimal notional;

    /**
     * Sets the current record; {@code key} is null if a foreign producer did not write one. If it is the same record as
     * before, it is not parsed again.
     */
    public void turnTo(byte @Nullable [] recordKey, byte[] recordValue, long recordTimestampMs) {
        byte[] newKey = recordKey == null ? NOTHING : recordKey;
        if (recordValue == value && newKey == key && recordTimestampMs == timestampMs) {
            return;
        }
        turnTo(recordValue, 0, ALL, recordTimestampMs);
        key = newKey;
        value = recordValue;
        parsed = false;
    }

    private void turnTo(byte[] newBytes, int newFrom, int newLength, long newTimestampMs) {
        bytes = newBytes;
        from = newFrom;
        length = newLength;
        timestampMs = newTimestampMs;
        fieldsRead = false;
        multiplied = false;
    }

    /**
     * Sets the current record to an order among several, if it is one whole JSON object of the same form as an earlier order. If
     * it returns false, the view must be turned to another record before it is used.
     */
    public boolean turnTo(OrderPack pack, int order, long recordTimestampMs) {
        turnTo(pack.bytes(), pack.from(order), pack.to(order) - pack.from(order), recordTimestampMs);
        key = null;
        value = null;
        readable = reader.readShaped(bytes, from, from + length);
        parsed = true;
        return readable && reader.isWhole();
    }

    /** The user's address in lower case, by which the record was partitioned. */
    public byte[] key() {
        byte[] known = key;
        if (known == null) {
            known = new byte[Users.LENGTH];
            reader.copyUser(known, 0);
            key = known;
        }
        return known;
    }

    /** The bytes of the order, which are passed on unchanged. */
    public byte[] value() {
        byte[] known = value;
        if (known == null) {
            known = Arrays.copyOfRange(bytes, from, from + length());
            value = known;
        }
        return known;
    }

    /** Bytes of the order. */
    public int length() {
        return length == ALL ? bytes.length : length;
    }

    /** The bytes in which the order is, and in which {@link #fields} are; they must not be changed, nor kept. */
    public byte[] bytes() {
        return bytes;
    }

    /** Bytes of the key. */
    public int keyLength() {
        return key == null ? Users.LENGTH : key.length;
    }

    /** Copies the key, and the order after it. */
    public void copyTo(byte[] array, int at) {
        byte[] known = key;
        if (known == null) {
            reader.copyUser(array, at);
        } else {
            System.arraycopy(known, 0, array, at, known.length);
        }
        System.arraycopy(bytes, from, array, at + keyLength(), length());
    }

    /** When the ingestor read it, epoch milliseconds. */
    public long timestampMs() {
        return timestampMs;
    }

    /** Returns false if the value is not an order that this version can read. */
    public boolean readable() {
        if (!parsed) {
            readable = reader.read(bytes);
            parsed = true;
        }
        return readable;
    }

    /** Sequence by the full reader; only when {@link #readable()}. */
    public long seq() {
        return reader.seq();
    }

    /** Partition by the full reader; only when {@link #readable()}. */
    public int partition() {
        return reader.partition();
    }

    /** Whether the order is that user's; only when {@link #readable()}. */
    public boolean isOfUser(byte[] user) {
        return reader.isOfUser(user);
    }

    /** Whether the user's address is at {@code at} in {@code array}; only when {@link #readable()}. */
    public boolean isOfUser(byte[] array, int at) {
        return reader.isOfUser(array, at);
    }

    /** Whether {@code partition}, of {@code partitions}, is or was the user's; only when {@link #readable()}. */
    public boolean isPossibleIn(int partition, int partitions) {
        return reader.isPossibleIn(partition, partitions);
    }

    /** Whether the value is exactly one JSON object; reads an order once for this and its members. */
    public boolean isWhole() {
        return readable() && reader.isWhole() || OrderText.isWhole(value());
    }

    /** Number of orders so far that a JSON reader had to read. */
    public long unusual() {
        return reader.unusual();
    }

    /** The coin; only when {@link #readable()}. */
    public String coin() {
        return reader.coin();
    }

    /** The status; only when {@link #readable()}. */
    public String status() {
        return reader.status();
    }

    @Nullable
    String side() {
        return reader.side();
    }

    /** Positions of the event's members; only when {@link #readable()}. */
    public OrderFields fields() {
        if (!fieldsRead) {
            fields.read(bytes, reader);
            fieldsRead = true;
        }
        return fields;
    }

    /** Whether it is of the order with that id; only when {@link #readable()}. */
    public boolean isOfOrder(String oid) {
        int oidFrom = fields().from(OrderFields.OID);
        int digits = fields().to(OrderFields.OID) - oidFrom;
        return digits == oid.length() && oid.equals(new String(bytes, oidFrom, digits, StandardCharsets.ISO_8859_1));
    }

    /**
     * Whether {@code limitPx × origSz}, which is computed once for a record, is at least {@code least}; false if an amount
     * is missing.
     */
    boolean notionalAtLeast(BigDecimal least) {
        if (!multiplied) {
            notional = readable() ? multiply() : null;
            multiplied = true;
        }
        return notional != null && notional.compareTo(least) >= 0;
    }

    private @Nullable BigDecimal multiply() {
        BigDecimal price = fields().decimal(OrderFields.LIMIT_PX);
        BigDecimal size = fields().decimal(OrderFields.ORIG_SZ);
        return price == null || size == null ? null : price.multiply(size);
    }
}
