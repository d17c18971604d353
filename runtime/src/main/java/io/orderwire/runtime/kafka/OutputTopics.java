package io.orderwire.runtime.kafka;

import io.orderwire.orders.Topics;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;

/**
 * Where a parser writes and the gateways of its line read. The ingestor's own losses stand in {@link Topics#GAPS} for all
 * lines, those of a parser in its own topic of gaps.
 *
 * @param orders topic of orders, after which the others are named
 */
public record OutputTopics(String orders) {
    private static final String DEAD_LETTERS = ".dead-letters";
    private static final String GAPS = ".gaps";

    /** Those of {@code orders.topic}. */
    public static OutputTopics of(Settings settings) {
        return new OutputTopics(settings.get(PipelineOptions.ORDERS_TOPIC));
    }

    /** Whether these are the topics that a pipeline has unless it is told otherwise. */
    public boolean areDefault() {
        return orders.equals(Topics.ORDERS);
    }

    /** Topic of what is no order. */
    public String deadLetters() {
        return orders + DEAD_LETTERS;
    }

    /** Topic of the losses that the parser tells. */
    public String gaps() {
        return orders + GAPS;
    }
}
