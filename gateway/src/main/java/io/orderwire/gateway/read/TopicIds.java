package io.orderwire.gateway.read;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;

/** Asks Kafka for the id of the topic of orders. */
public interface TopicIds {
    /**
     * The present id, {@link Uuid#ZERO_UUID} if the topic does not exist.
     *
     * @throws KafkaException when Kafka does not answer in time
     */
    Uuid now();
}
