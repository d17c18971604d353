package io.orderwire.contract.topic;

/**
 * Names of the Kafka topics of one installation. Installations that share a cluster have different prefixes.
 *
 * @param prefix precedes every name that the installation uses in Kafka; empty by default
 */
public record Topics(String prefix) {
    /** Topics of an installation that has no prefix. */
    public static final Topics DEFAULT = new Topics("");

    /** Any name of this installation in Kafka: the name of a topic, a group, a client or a transaction. */
    public String named(String name) {
        return prefix + name;
    }

    /** Whole lines of the node; N partitions. Key: none. Value: lines, each with its line feed. */
    public String raw() {
        return named("hyperliquid.order-statuses.raw");
    }

    /** One order per record; N partitions. Key: the user's address in lower case. Value: null in a gap marker. */
    public String orders() {
        return named("hyperliquid.orders");
    }

    /** Events and lines that are not orders, unchanged; one partition. */
    public String deadLetters() {
        return named("hyperliquid.orders.dead-letters");
    }

    /** One gap per record; one partition. */
    public String gaps() {
        return named("hyperliquid.orders.gaps");
    }

    /** Checkpoint of the ingestor; compacted, one partition. Key: the source. */
    public String ingestor() {
        return named("hyperliquid.ingestor");
    }

    /** The stats of each process, one snapshot per second; compacted, one partition. Key: the instance. */
    public String pipeline() {
        return named("hyperliquid.pipeline");
    }
}
