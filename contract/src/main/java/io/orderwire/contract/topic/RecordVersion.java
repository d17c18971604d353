package io.orderwire.contract.topic;

import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The version of a raw record, an order, a dead letter, a gap or a marker. Records of version 1 do not have the header {@link
 * Headers#VERSION}. A later version writes it into the records that readers of this one would misread, so that they do not
 * guess. Members and headers are added without it.
 */
public final class RecordVersion {
    /** The newest version that this code reads of every record but an order; it writes the same one. */
    public static final int NEWEST = 1;

    /** The newest version that this code reads of a record of orders: {@link #PACK}. */
    public static final int NEWEST_OF_ORDERS = 2;

    /** Version of a record with several orders, {@link io.orderwire.contract.order.OrderPack}. */
    public static final int PACK = 2;

    /** A later version wrote a record, and this one cannot read it. */
    public static final class LaterVersionException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        LaterVersionException(String message) {
            super(message);
        }
    }

    private RecordVersion() {}

    /** Whether a later version wrote the record, which is not an order. */
    public static boolean isLater(org.apache.kafka.common.header.Headers headers) {
        return isLater(headers, NEWEST);
    }

    /** Whether a later version wrote the record of one or several orders. */
    public static boolean isLaterThanOrders(org.apache.kafka.common.header.Headers headers) {
        return isLater(headers, NEWEST_OF_ORDERS);
    }

    private static boolean isLater(org.apache.kafka.common.header.Headers headers, int newest) {
        // Checked first because it does not allocate: most records do not have the header.
        if (headers.lastHeader(Headers.VERSION) == null) {
            return false;
        }
        Long version = Headers.number(headers, Headers.VERSION);
        return version != null && version > newest;
    }

    /** Whether the record has several orders. */
    public static boolean isPack(org.apache.kafka.common.header.Headers headers) {
        Header header = headers.lastHeader(Headers.VERSION);
        if (header == null) {
            return false;
        }
        Long version = Headers.number(headers, Headers.VERSION);
        return version != null && version == PACK;
    }

    /** Why this version cannot read the record, which is not an order; null if it can. */
    public static @Nullable String fault(org.apache.kafka.common.header.Headers headers) {
        return fault(headers, NEWEST);
    }

    /** Why this version cannot read the record of one or several orders, null if it can. */
    public static @Nullable String faultOfOrders(org.apache.kafka.common.header.Headers headers) {
        return fault(headers, NEWEST_OF_ORDERS);
    }

    private static @Nullable String fault(org.apache.kafka.common.header.Headers headers, int newest) {
        if (headers.lastHeader(Headers.VERSION) == null) {
            return null;
        }
        Long version = Headers.number(headers, Headers.VERSION);
        if (version == null || version < 1) {
            return Headers.VERSION + " must be one number from 1";
        }
        return version <= newest
                ? null
                : Headers.VERSION + " is " + version + ": a later version wrote the record, this one reads up to "
                        + newest;
    }

    /**
     * Requires that this version can read the record, which is not an order.
     *
     * @throws LaterVersionException if a later version wrote it
     * @throws IllegalArgumentException if the header is not a version
     */
    public static void require(org.apache.kafka.common.header.Headers headers) {
        String fault = fault(headers);
        if (fault != null) {
            throw isLater(headers) ? new LaterVersionException(fault) : new IllegalArgumentException(fault);
        }
    }
}
