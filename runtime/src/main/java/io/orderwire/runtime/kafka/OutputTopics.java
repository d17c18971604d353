package io.orderwire.runtime.kafka;

import io.orderwire.contract.topic.Topics;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;

/**
 * The topics that a parser writes and its gateways read. The ingestor reports its losses in {@link Topics#gaps}, for all
 * parsers; each parser reports its losses in its own topic of gaps.
 *
 * @param topics topics of the installation
 * @param name name of the topic of orders, from which the other names are formed, without the installation's prefix
 */
public record OutputTopics(Topics topics, String name) {
    /** Kafka's bound on the length of a topic's name. */
    public static final int MOST_CHARACTERS = 249;

    private static final String DEAD_LETTERS = ".dead-letters";
    private static final String GAPS = ".gaps";

    /** The topics of an installation that does not configure the name of its topic of orders. */
    public static OutputTopics of(Topics topics) {
        return new OutputTopics(topics, Topics.DEFAULT.orders());
    }

    /**
     * The topics that {@code topics.prefix} and {@code orders.topic} name.
     *
     * @throws ConfigurationException if the two together are too long
     */
    public static OutputTopics of(Settings settings) {
        OutputTopics outputs =
                new OutputTopics(PipelineOptions.topics(settings), settings.get(PipelineOptions.ORDERS_TOPIC));
        if (outputs.deadLetters().length() > MOST_CHARACTERS) {
            throw new ConfigurationException(
                    PipelineOptions.TOPICS_PREFIX.name() + " and " + PipelineOptions.ORDERS_TOPIC.name() + " make "
                            + outputs.deadLetters() + ", which has "
                            + outputs.deadLetters().length() + " characters: Kafka takes " + MOST_CHARACTERS
                            + " for a topic");
        }
        return outputs;
    }

    /** Whether these are the topics that an installation has unless it is configured otherwise. */
    public boolean areDefault() {
        return orders().equals(topics.orders());
    }

    /** Topic of orders. */
    public String orders() {
        return topics.named(name);
    }

    /** Topic of events and lines that are not orders. */
    public String deadLetters() {
        return orders() + DEAD_LETTERS;
    }

    /** Topic of the losses that the parser reports. */
    public String gaps() {
        return orders() + GAPS;
    }
}
