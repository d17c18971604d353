package io.orderwire.runtime.reason;

import java.util.Arrays;

/**
 * The causes for which a process is not live, not ready, degraded or still warming up. A code names one cause and never
 * changes; the words beside it are for people and may change. The reference of operators lists all of them.
 */
public enum ReasonCode {
    /** The process, or a part of it, has not started yet. */
    STARTING("starting"),
    /** The process is stopping. */
    STOPPING("stopping"),
    /** A thread has work and makes no progress. */
    STALLED("stalled"),
    /** A thread of the process died. */
    THREAD_DEAD("thread-dead"),
    /** The thread that watches the others has not looked for too long. */
    WATCHDOG_LATE("watchdog-late"),
    /** A periodic task fails. */
    TASK_FAILS("task-fails"),

    /** No broker answers. */
    KAFKA_SILENT("kafka-silent"),
    /** Kafka refuses to answer: rights, a password, a version. */
    KAFKA_REFUSES("kafka-refuses"),
    /** Fewer than half of the brokers answer. */
    KAFKA_FEW_BROKERS("kafka-few-brokers"),
    /** One of several brokers does not answer. */
    BROKER_SILENT("broker-silent"),
    /** A broker cannot use its disk. */
    BROKER_DISK_FAILED("broker-disk-failed"),
    /** A broker's disk is nearly full. */
    BROKER_DISK_FULL("broker-disk-full"),
    /** A topic differs from its settings. */
    TOPIC_DIFFERS("topic-differs"),
    /** A topic contains records that this pipeline did not write. */
    FOREIGN_RECORDS("foreign-records"),
    /** Kafka refuses the stats of the process. */
    STATS_REFUSED("stats-refused"),
    /** The clocks of two hosts differ. */
    CLOCK_SKEW("clock-skew"),

    /** A stage has just started, and is slow as long as Java compiles its code. */
    WARMING_UP("warming-up"),
    /** A stage handles its data late. */
    SLOW("slow"),
    /** A stage was slow and has not been fast for long enough. */
    RECOVERING("recovering"),
    /** The gateway sheds orders for their age. */
    SHEDDING("shedding"),

    /** The node lags behind the chain. */
    NODE_LAGS("node-lags"),
    /** The node writes nothing. */
    NODE_SILENT("node-silent"),
    /** The followed folder disappeared. */
    NODE_FOLDER_GONE("node-folder-gone"),
    /** The node writes another shape than the one that is followed. */
    NODE_OTHER_SHAPE("node-other-shape"),

    /** No ingestor is heard of. */
    INGESTOR_MISSING("ingestor-missing"),
    /** The data folder contains no folder of order statuses. */
    SOURCE_MISSING("source-missing"),
    /** The ingestor cannot commit. */
    NOT_COMMITTING("not-committing"),
    /** The ingestor cannot continue. */
    INGESTOR_FAILED("ingestor-failed"),
    /** The ingestor reads the last blocks again before it starts. */
    READING_AGAIN("reading-again"),
    /** A file or folder of the node cannot be read. */
    FILE_UNREADABLE("file-unreadable"),
    /** A file contains less than what was read of it, and is held back. */
    FILE_HELD_BACK("file-held-back"),
    /** Blocks that the node writes again cannot all be recognised. */
    REPETITIONS_UNKNOWN("repetitions-unknown"),
    /** Old hour files cannot be deleted. */
    PRUNING_FAILS("pruning-fails"),
    /** The checkpoint was missing at the start. */
    CHECKPOINT_LOST("checkpoint-lost"),

    /** No parser is heard of. */
    PARSER_MISSING("parser-missing"),
    /** The parser's partitions are being assigned. */
    PARSER_REBALANCING("parser-rebalancing"),
    /** Kafka Streams does not run. */
    PARSER_NOT_RUNNING("parser-not-running"),
    /** The totals or the numbering of a partition were missing. */
    TOTALS_LOST("totals-lost"),

    /** The gateway cannot read orders. */
    ORDERS_UNREAD("orders-unread"),
    /** Kafka does not describe the topic of orders. */
    ORDERS_UNDESCRIBED("orders-undescribed"),
    /** The topic of orders has another number of partitions than at the start. */
    PARTITIONS_CHANGED("partitions-changed"),
    /** Records were skipped because handling them failed. */
    RECORDS_FAILED("records-failed"),

    /** A process of a version without codes, or with newer ones, reports it. */
    UNKNOWN("unknown");

    private final String code;

    ReasonCode(String code) {
        this.code = code;
    }

    /** The code in JSON. */
    public String code() {
        return code;
    }

    /** The cause with that code, {@link #UNKNOWN} if this version does not know it. */
    public static ReasonCode of(String code) {
        return Arrays.stream(values())
                .filter(each -> each.code.equals(code))
                .findAny()
                .orElse(UNKNOWN);
    }

    /** A reason with this cause, in those words. */
    public Reason because(String text) {
        return new Reason(this, text, 0);
    }
}
