package io.orderwire.runtime.kafka;

import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.Settings;

/**
 * Names of the consumer groups of the parsers: what they have committed is read by whoever must know how far they came.
 *
 * @param name of the group whose offsets say what is parsed, which is Kafka Streams' application id
 */
public record ParserGroup(String name) {
    private static final String DEFAULT_ID = "orderwire-parser";

    /** The group's name without prefix. */
    public static final Option<String> APPLICATION_ID = Option.text(
            "parser.application.id",
            DEFAULT_ID,
            "Kafka's group of all parsers that share the partitions, and the name of what they keep in Kafka; with another orders.topic, that name is appended to the default. topics.prefix precedes it.");

    /** The group of the settings. Parsers with different orders topics are different groups, even with the default id. */
    public static ParserGroup of(Settings settings) {
        String id = settings.get(APPLICATION_ID);
        OutputTopics outputs = OutputTopics.of(settings);
        boolean ofAnotherLine = id.equals(DEFAULT_ID) && !outputs.areDefault();
        return new ParserGroup(outputs.topics().named(ofAnotherLine ? id + "-" + outputs.name() : id));
    }

    /**
     * The group whose offsets note the gaps of starts. A note at an offset says that the records before it were shed and
     * not reported, as long as {@link #name} stands at the same offset.
     */
    public String jumps() {
        return name + "-jumps";
    }
}
