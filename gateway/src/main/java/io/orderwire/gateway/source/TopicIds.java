package io.orderwire.gateway.source;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Provides the id of the topic of orders. */
public interface TopicIds {
    /**
     * The present id, {@link Uuid#ZERO_UUID} if the topic does not exist.
     *
     * @throws KafkaException when Kafka does not answer in time
     */
    Uuid now();

    /** The id in the last answer, null if there was none; does not query Kafka. */
    default @Nullable Uuid latest() {
        return null;
    }
}
