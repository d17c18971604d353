package io.orderwire.runtime.kafka;

import io.orderwire.contract.topic.Topics;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;

/**
 * Where a parser writes and the gateways of its line read. The ingestor's own losses stand in {@link Topics#gaps} for all
 * lines, those of a parser in its own topic of gaps.
 *
 * @param topics of the installation
 * @param name of the topic of orders, after which the others are named, without the installation's prefix
 */
public record OutputTopics(Topics topics, String name) {
    /** Kafka's bound on the length of a topic's name. */
    public static final int MOST_CHARACTERS = 249;

    private static final String DEAD_LETTERS = ".dead-letters";
    private static final String GAPS = ".gaps";

    /** Those of an installation that does not name its topic of orders. */
    public static OutputTopics of(Topics topics) {
        return new OutputTopics(topics, Topics.DEFAULT.orders());
    }

    /**
     * Those of {@code topics.prefix} and {@code orders.topic}.
     *
     * @throws ConfigurationException when the two are too long together
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
