package io.orderwire.runtime.kafka;

import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.Settings;

/**
 * Names of the consumer groups of the parsers, whose committed offsets show which raw records are parsed.
 *
 * @param name name of the group that parses, which is Kafka Streams' application id
 */
public record ParserGroup(String name) {
    private static final String DEFAULT_ID = "orderwire-parser";

    /** The group's name without prefix. */
    public static final Option<String> APPLICATION_ID = Option.text(
            "parser.application.id",
            DEFAULT_ID,
            "Kafka's group of all parsers that share the partitions, and the name of what they keep in Kafka; with another orders.topic, that name is appended to the default. topics.prefix precedes it.");

    /**
     * The group that the settings name. Parsers with different orders topics are different groups, even with the default id.
     */
    public static ParserGroup of(Settings settings) {
        String id = settings.get(APPLICATION_ID);
        OutputTopics outputs = OutputTopics.of(settings);
        boolean ofAnotherLine = id.equals(DEFAULT_ID) && !outputs.areDefault();
        return new ParserGroup(outputs.topics().named(ofAnotherLine ? id + "-" + outputs.name() : id));
    }

    /**
     * Name of the group in whose offsets parsers store the gaps that they shed at their start. An entry at an offset means that
     * the records before it were shed and are not reported yet; it is valid while the offset of the group {@link #name} is the
     * same.
     */
    public String jumps() {
        return name + "-jumps";
    }
}
