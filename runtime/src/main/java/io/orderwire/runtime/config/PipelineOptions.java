package io.orderwire.runtime.config;

import io.orderwire.contract.topic.Topics;
import io.orderwire.runtime.http.HostName;
import java.util.List;

/** Options that every process has. */
public final class PipelineOptions {
    /** Kafka to connect to. */
    public static final Option<String> BOOTSTRAP_SERVERS = Option.text(
            "kafka.bootstrap.servers",
            "127.0.0.1:9092",
            "Kafka brokers to connect to first, host:port, comma-separated.");

    /** Partitions of topics to create. */
    public static final Option<Integer> PARTITIONS = Option.integer(
            "partitions",
            8,
            1,
            1_024,
            "Partitions of the raw and the orders topic when they are created; and if partitions were added to them, "
                    + "the number with which the ingestor may continue.");

    /** Replicas of topics to create. */
    public static final Option<Integer> REPLICATION = Option.integer(
            "topics.replication.factor",
            -1,
            -1,
            32,
            "Replicas of topics when they are created; -1 is the broker's default.");

    /** Prefix of every name in Kafka. */
    public static final Option<String> TOPICS_PREFIX = Option.topicPrefix(
            "topics.prefix",
            "Precedes the name of each topic, group, client and transactional id that this installation uses in Kafka. Installations with different prefixes share one cluster without touching each other's data; all processes of one installation need the same prefix.");

    /** Where orders go. */
    public static final Option<String> ORDERS_TOPIC = Option.topic(
            "orders.topic",
            Topics.DEFAULT.orders(),
            "Topic that parsers write orders to and gateways read them from; dead letters and gaps go to topics of its name with .dead-letters and .gaps after it. Another name makes a second line beside the first one. Given without topics.prefix, which precedes it as well.");

    /** What a stage does with its lag. */
    public static final Option<String> OVERLOAD = Option.choice(
            "overload",
            "latest",
            List.of("latest", "complete"),
            "What a stage that lags does: latest sheds the oldest data, and counts and reports it; complete sheds nothing and catches up.");

    /** How long catching up may take. */
    public static final Option<Long> CATCH_UP_MAX_MS = Option.number(
            "catch.up.max.ms",
            2_000,
            0,
            600_000,
            "With overload=latest, a stage that lags reads on if it will have caught up within this time, by its lag, its throughput and the rate of arrivals; it sheds if that takes longer, or twice this time in fact. 0 sheds by age alone.");

    /** Longest event. */
    public static final Option<Integer> MAX_EVENT_BYTES = Option.integer(
            "max.event.bytes",
            512 * 1024,
            1_024,
            1024 * 1024,
            "Longest event in bytes; of a longer one the first 4 KiB become a dead letter.");

    /** Name of this process among those of its kind. */
    public static final Option<String> INSTANCE_ID = Option.text(
            "instance.id",
            "",
            "Name of this process in stats and in Kafka's group, which no other running process of its kind may have. The"
                    + " default is the host's name and the management port, followed by -2, -3 and so on if a running"
                    + " process has that name. A parser's name may contain only a-z A-Z 0-9 . _ -, as Kafka requires.");

    /** Longest wait for Kafka at start. */
    public static final Option<Long> STARTUP_TIMEOUT_MS = Option.number(
            "startup.timeout.ms", 30_000, 100, 3_600_000, "How long a start waits for Kafka before it fails.");

    /** Bound of a standstill. */
    public static final Option<Long> STALL_TIMEOUT_MS = Option.number(
            "stall.timeout.ms",
            60_000,
            500,
            3_600_000,
            "A stage that has work and makes no progress for this long dumps its threads and ends the process.");

    /** Longest time that a stage warms up. */
    public static final Option<Long> WARM_UP_MAX_MS = Option.number(
            "warm.up.max.ms",
            30_000,
            0,
            600_000,
            "How long a stage that starts may be slow and counts as warming, not as degraded. It ends earlier once the stage has been fast for 10 s. 0 turns it off.");

    /** Free bytes that a broker's disk should have at least. */
    public static final Option<Long> DISK_MIN_BYTES = Option.number(
            "disk.min.bytes",
            256L << 20,
            0,
            Long.MAX_VALUE,
            "With less left on a disk of a Kafka broker the pipeline counts as degraded.");

    /** Free part that a broker's disk should have at least, percent. */
    public static final Option<Integer> DISK_MIN_PERCENT = Option.integer(
            "disk.min.percent",
            5,
            0,
            100,
            "With a smaller part left of a disk of a Kafka broker the pipeline counts as degraded.");

    /** Address of the management port. */
    public static final Option<String> MANAGEMENT_HOST =
            Option.text("management.host", "127.0.0.1", "Address that health and metrics are served on.");

    /** Management port; each process has its own default. */
    public static final Option<Integer> MANAGEMENT_PORT =
            Option.integer("management.port", 0, 0, 65_535, "Port of health and metrics; 0 takes a free one.");

    /** Host names under which the management port answers. */
    public static final Option<List<String>> MANAGEMENT_ALLOWED_HOSTS = Option.list(
            "management.allowed.hosts",
            HostName::of,
            "host names",
            "Host names under which health and metrics are served, such as that of a Kubernetes Service, besides addresses, localhost and a name in management.host; requests for other hosts get 403.");

    /** Bound on open connections to the management port. */
    public static final Option<Integer> MANAGEMENT_CONNECTIONS = Option.integer(
            "management.connections",
            64,
            4,
            10_000,
            "TCP connections to the management port that may be open; a new one closes the oldest of them.");

    /** Bound on the series of the meters of Kafka's clients. */
    public static final Option<Integer> METRICS_KAFKA_SERIES = Option.integer(
            "metrics.kafka.series",
            2_000,
            0,
            100_000,
            "Series in /metrics that the figures of Kafka's own clients and of Kafka Streams may have, in one JVM; 0 leaves"
                    + " them out. A producer has about 50, a consumer 40 and 6 for each partition, Kafka Streams 190 for"
                    + " each thread.");

    /** Format of the log. */
    public static final Option<String> LOG_FORMAT = Option.choice(
            "log.format",
            "text",
            List.of("text", "json"),
            "Format of the log on standard error: text, or one JSON object per line. Lines that precede the reading of the"
                    + " configuration are text.");

    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;
    private static final long HOUR_MS = 3_600_000;

    /** Retention of the raw topic by time. */
    public static final Option<Long> RAW_RETENTION_MS = retentionMs("raw", HOUR_MS);

    /** Retention of the raw topic by size. */
    public static final Option<Long> RAW_RETENTION_BYTES = retentionBytes("raw", 4 * GIB);

    /** Retention of the orders by time. */
    public static final Option<Long> ORDERS_RETENTION_MS = retentionMs("orders", 24 * HOUR_MS);

    /** Retention of the orders by size. */
    public static final Option<Long> ORDERS_RETENTION_BYTES = retentionBytes("orders", 8 * GIB);

    /** Retention of dead letters by time. */
    public static final Option<Long> DEAD_LETTERS_RETENTION_MS = retentionMs("dead-letters", 7 * 24 * HOUR_MS);

    /** Retention of dead letters by size. */
    public static final Option<Long> DEAD_LETTERS_RETENTION_BYTES = retentionBytes("dead-letters", 256 * MIB);

    /** Retention of gaps by time. */
    public static final Option<Long> GAPS_RETENTION_MS = retentionMs("gaps", 7 * 24 * HOUR_MS);

    /** Retention of gaps by size. */
    public static final Option<Long> GAPS_RETENTION_BYTES = retentionBytes("gaps", 64 * MIB);

    /** All of them. */
    public static final List<Option<?>> ALL = List.of(
            BOOTSTRAP_SERVERS,
            PARTITIONS,
            REPLICATION,
            TOPICS_PREFIX,
            ORDERS_TOPIC,
            OVERLOAD,
            CATCH_UP_MAX_MS,
            MAX_EVENT_BYTES,
            INSTANCE_ID,
            STARTUP_TIMEOUT_MS,
            STALL_TIMEOUT_MS,
            WARM_UP_MAX_MS,
            DISK_MIN_BYTES,
            DISK_MIN_PERCENT,
            MANAGEMENT_HOST,
            MANAGEMENT_PORT,
            MANAGEMENT_ALLOWED_HOSTS,
            MANAGEMENT_CONNECTIONS,
            METRICS_KAFKA_SERIES,
            LOG_FORMAT,
            RAW_RETENTION_MS,
            RAW_RETENTION_BYTES,
            ORDERS_RETENTION_MS,
            ORDERS_RETENTION_BYTES,
            DEAD_LETTERS_RETENTION_MS,
            DEAD_LETTERS_RETENTION_BYTES,
            GAPS_RETENTION_MS,
            GAPS_RETENTION_BYTES);

    private PipelineOptions() {}

    /** The topics of the installation that the settings describe. */
    public static Topics topics(Settings settings) {
        return new Topics(settings.get(TOPICS_PREFIX));
    }

    private static Option<Long> retentionMs(String topic, long defaultMs) {
        return Option.number(
                "retention." + topic + ".ms",
                defaultMs,
                1_000,
                Long.MAX_VALUE,
                "How long the " + topic + " topic keeps its records, in milliseconds, when it is created.");
    }

    private static Option<Long> retentionBytes(String topic, long defaultBytes) {
        return Option.number(
                "retention." + topic + ".bytes",
                defaultBytes,
                8 * MIB,
                Long.MAX_VALUE,
                "How much each partition of the " + topic + " topic keeps, in bytes, when it is created.");
    }
}
