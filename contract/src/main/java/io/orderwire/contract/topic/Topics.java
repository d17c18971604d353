package io.orderwire.contract.topic;

/**
 * Names of the Kafka topics of one installation. Installations that share a cluster differ in their prefix.
 *
 * @param prefix precedes every name that the installation uses in Kafka; empty by default
 */
public record Topics(String prefix) {
    /** Topics of an installation that has no prefix. */
    public static final Topics DEFAULT = new Topics("");

    /** Any name of this installation in Kafka: that of a topic, a group, a client, a transaction. */
    public String named(String name) {
        return prefix + name;
    }

    /** Whole lines of the node, N partitions; key none, value lines each ended by a line feed. */
    public String raw() {
        return named("hyperliquid.order-statuses.raw");
    }

    /** One order a record, N partitions; key the user's address in lower case, value null in a gap marker. */
    public String orders() {
        return named("hyperliquid.orders");
    }

    /** Events and lines that are not orders, as found; one partition. */
    public String deadLetters() {
        return named("hyperliquid.orders.dead-letters");
    }

    /** One gap a record; one partition. */
    public String gaps() {
        return named("hyperliquid.orders.gaps");
    }

    /** Checkpoint of the ingestor, compacted, key the source; one partition. */
    public String ingestor() {
        return named("hyperliquid.ingestor");
    }

    /** A snapshot a second of each process's figures, compacted, key the instance; one partition. */
    public String pipeline() {
        return named("hyperliquid.pipeline");
    }
}
