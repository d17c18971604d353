package io.orderwire.orders;

/** Names of Orderwire's Kafka topics. */
public final class Topics {
    /** Whole lines of the node, N partitions; key none, value lines each ended by a line feed. */
    public static final String RAW = "hyperliquid.order-statuses.raw";

    /** One order a record, N partitions; key the user's address in lower case, value null in a gap marker. */
    public static final String ORDERS = "hyperliquid.orders";

    /** What is no order, as found; one partition. */
    public static final String DEAD_LETTERS = "hyperliquid.orders.dead-letters";

    /** One gap a record; one partition. */
    public static final String GAPS = "hyperliquid.orders.gaps";

    /** State of the ingestor, compacted, key the source; one partition. */
    public static final String INGESTOR = "hyperliquid.ingestor";

    /** A snapshot a second of each process's figures, compacted, key the instance; one partition. */
    public static final String PIPELINE = "hyperliquid.pipeline";

    private Topics() {}
}
