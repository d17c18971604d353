package io.orderwire.parser;

import io.orderwire.parser.parse.ParserTopology;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.kafka.ParserGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.streams.StreamsConfig;

/** Options of the parser. */
public final class ParserOptions {
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]+");

    /** Kafka's limit is the same as for topics, and Kafka Streams appends the number of the thread to the name. */
    private static final int MOST_MEMBER_CHARACTERS = OutputTopics.MOST_CHARACTERS - "-256".length();

    /** Kafka Streams appends this to the application id to name the changelog topic of the store. */
    static final String CHANGELOG = "-" + ParserTopology.TOTALS + "-changelog";

    /** Age from which on blocks are shed. */
    public static final Option<Long> MAX_AGE_MS = Option.number(
            "parser.max.age.ms",
            500,
            10,
            86_400_000,
            "With overload=latest, a block that has waited longer than this to be parsed is shed if catching up would take"
                    + " longer than catch.up.max.ms, and so are those after it up to one that has waited less than half of"
                    + " it; never the newest."
                    + " With either overload the parser is degraded when the p99 over 5 s exceeds half of this, until the"
                    + " p99 has been below a quarter of it for 10 s.");

    /** Threads. */
    public static final Option<Integer> THREADS = Option.integer(
            "parser.threads",
            0,
            0,
            256,
            "Threads that parse, each one or more partitions; 0 takes the fewer of partitions and cores.");

    /** How often to commit. */
    public static final Option<Long> COMMIT_INTERVAL_MS = Option.number(
            "parser.commit.interval.ms",
            50,
            1,
            10_000,
            "Longest time until the parser commits an order: what a read_committed consumer waits for, at most, beside the work"
                    + " itself. It commits earlier when the input pauses.");

    /** Name of Kafka's consumer group of all parsers that share the partitions. */
    public static final Option<String> APPLICATION_ID = ParserGroup.APPLICATION_ID;

    private static final String MANY = "many";

    /** How orders are divided into records. */
    public static final Option<String> RECORDS = Option.choice(
            "orders.records",
            "one",
            List.of("one", MANY),
            "Orders in a record of the topic of orders: one, which every tool reads, or many: orders of one partition, up to"
                    + " 32 KiB, one per line, which costs less, but is not for every consumer (docs/consuming.md). It may be"
                    + " changed at any time: gateways and our deserializers read both.");

    /** Guarantee. */
    public static final Option<String> GUARANTEE = Option.choice(
            "parser.processing.guarantee",
            "exactly_once_v2",
            List.of("exactly_once_v2", "at_least_once"),
            "exactly_once_v2, or at_least_once, which may write events again after a death.");

    /** Bound of a transaction. */
    public static final Option<Integer> TRANSACTION_TIMEOUT_MS = Option.integer(
            "parser.transaction.timeout.ms",
            3_000,
            1_000,
            900_000,
            "After so long Kafka aborts a transaction that its parser left open.");

    /** Longest time without a heartbeat. */
    public static final Option<Integer> SESSION_TIMEOUT_MS = Option.integer(
            "parser.session.timeout.ms",
            6_000,
            1_000,
            900_000,
            "After so long without a heartbeat Kafka gives a parser's partitions to others.");

    /** Kafka Streams' folder. */
    public static final Option<Path> STATE_DIR = Option.path(
            "parser.state.dir",
            "Folder that Kafka Streams is given; default one in Java's temporary folder. Holds no state, and is not made"
                    + " unless Streams needs it.");

    /** All of them. */
    public static final List<Option<?>> ALL = List.of(
            MAX_AGE_MS,
            THREADS,
            COMMIT_INTERVAL_MS,
            APPLICATION_ID,
            RECORDS,
            GUARANTEE,
            TRANSACTION_TIMEOUT_MS,
            SESSION_TIMEOUT_MS,
            STATE_DIR);

    private ParserOptions() {}

    /** Whether a record has as many orders as fit, and not one. */
    static boolean many(Settings settings) {
        return settings.get(RECORDS).equals(MANY);
    }

    /**
     * Checks the names that a parser with these settings would have in Kafka, without starting anything. The parser's default
     * name is not checked, because it is not known yet.
     *
     * @throws ConfigurationException if one of them is invalid or too long
     */
    public static void check(Settings settings) {
        OutputTopics.of(settings);
        applicationId(settings);
        String instance = settings.get(PipelineOptions.INSTANCE_ID);
        if (!instance.isEmpty()) {
            member(settings, instance);
        }
    }

    /** Names of Kafka Streams' own settings. */
    public static Set<String> streamsNames() {
        return StreamsConfig.configDef().names();
    }

    /**
     * The group of the parsers. Parsers with different orders topics are different groups, even with the default id.
     *
     * @throws ConfigurationException when Kafka would reject the name or that of the changelog topic, or when the name is set
     *     by another setting
     */
    public static String applicationId(Settings settings) {
        String id = settings.get(APPLICATION_ID);
        if (settings.passedThrough("streams.").containsKey(StreamsConfig.APPLICATION_ID_CONFIG)) {
            throw new ConfigurationException("streams." + StreamsConfig.APPLICATION_ID_CONFIG + " is not taken: set "
                    + APPLICATION_ID.name() + ", which " + PipelineOptions.TOPICS_PREFIX.name() + " precedes");
        }
        String named = ParserGroup.of(settings).name();
        if (!LEGAL.matcher(id).matches()) {
            throw new ConfigurationException(APPLICATION_ID.name() + " is \"" + id
                    + "\": it must be of a-z A-Z 0-9 . _ -, for Kafka names a topic after it");
        }
        if (named.length() + CHANGELOG.length() > OutputTopics.MOST_CHARACTERS) {
            throw new ConfigurationException(PipelineOptions.TOPICS_PREFIX.name() + ", "
                    + PipelineOptions.ORDERS_TOPIC.name() + " and " + APPLICATION_ID.name() + " make the topic " + named
                    + CHANGELOG + ", which has " + (named.length() + CHANGELOG.length()) + " characters: Kafka takes "
                    + OutputTopics.MOST_CHARACTERS + " for a topic");
        }
        return named;
    }

    /**
     * The name of a parser in Kafka's group.
     *
     * @throws ConfigurationException when Kafka would reject it
     */
    static String member(Settings settings, String instance) {
        String member = PipelineOptions.topics(settings).named(instance);
        if (!LEGAL.matcher(instance).matches() || member.length() > MOST_MEMBER_CHARACTERS) {
            throw new ConfigurationException(PipelineOptions.INSTANCE_ID.name() + " is \"" + instance
                    + "\": a parser's must be of a-z A-Z 0-9 . _ - and, with "
                    + PipelineOptions.TOPICS_PREFIX.name() + " before it, have no more than "
                    + MOST_MEMBER_CHARACTERS + " characters, for Kafka names a member of the group after it");
        }
        return member;
    }
}
