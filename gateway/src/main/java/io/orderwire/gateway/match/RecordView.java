package io.orderwire.gateway.match;

import io.orderwire.contract.order.OrderReader;
import io.orderwire.contract.order.OrderText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A view of the current record that is parsed only as far as necessary: a subscription without a filter does not need any
 * parsing. Each reader has one, reused for every record. Not thread-safe.
 */
public final class RecordView {
    private static final byte[] NOTHING = {};

    private final OrderReader reader = new OrderReader();
    private final OrderFields fields = new OrderFields();
    private byte[] key = NOTHING;
    private byte[] value = NOTHING;
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
        key = newKey;
        value = recordValue;
        timestampMs = recordTimestampMs;
        parsed = false;
        fieldsRead = false;
        multiplied = false;
    }

    /** The user's address in lower case, by which the record was partitioned. */
    public byte[] key() {
        return key;
    }

    /** The bytes of the order, which are passed on unchanged. */
    public byte[] value() {
        return value;
    }

    /** When the ingestor read it, epoch milliseconds. */
    public long timestampMs() {
        return timestampMs;
    }

    /** Returns false if the value is not an order that this version can read. */
    public boolean readable() {
        if (!parsed) {
            readable = reader.read(value);
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

    /** Whether the value is exactly one JSON object; reads an order once for this and its members. */
    public boolean isWhole() {
        return readable() && reader.isWhole() || OrderText.isWhole(value);
    }

    /** Number of orders so far that a JSON reader had to read. */
    public long unusual() {
        return reader.unusual();
    }

    String coin() {
        return reader.coin();
    }

    String status() {
        return reader.status();
    }

    @Nullable
    String side() {
        return reader.side();
    }

    /** Positions of the event's members; only when {@link #readable()}. */
    public OrderFields fields() {
        if (!fieldsRead) {
            fields.read(value, reader);
            fieldsRead = true;
        }
        return fields;
    }

    /** Whether it is of the order with that id; only when {@link #readable()}. */
    public boolean isOfOrder(String oid) {
        int from = fields().from(OrderFields.OID);
        int length = fields().to(OrderFields.OID) - from;
        return length == oid.length() && oid.equals(new String(value, from, length, StandardCharsets.ISO_8859_1));
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
