package io.orderwire.runtime.kafka;

import org.apache.kafka.common.KafkaException;

/** Kafka refused this process's user; the message is one line that names the missing right, or the faulty setting. */
public final class KafkaRefusedException extends KafkaException {
    private static final long serialVersionUID = 1L;

    /** A refusal with a text from {@link KafkaRefusal}. */
    public KafkaRefusedException(String text, Throwable cause) {
        super(text, cause);
    }
}
