package io.orderwire.gateway.match;

import io.orderwire.contract.order.OrderReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The record at hand, read only as far as somebody asks: a firehose needs none of it parsed. One for a reader, reused
 * for every record; not thread-safe.
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
     * Turns to a record; {@code key} is null where a foreign producer wrote none. What has been read of it stays read when
     * it is the one that was turned to last.
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

    /** The order, to be passed on untouched. */
    public byte[] value() {
        return value;
    }

    /** When the ingestor read it, epoch milliseconds. */
    public long timestampMs() {
        return timestampMs;
    }

    /** False when the value is no order that this version knows. */
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
        return reader.user().equals(new String(user, StandardCharsets.ISO_8859_1));
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

    /** Where the members of the event stand; only when {@link #readable()}. */
    public OrderFields fields() {
        if (!fieldsRead) {
            fields.read(value, reader.eventFrom(), reader.eventTo());
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

    /** Whether {@code limitPx × origSz}, which is computed once for a record, is at least that; false if it has none. */
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
