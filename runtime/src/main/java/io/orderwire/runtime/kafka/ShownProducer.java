package io.orderwire.runtime.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;

/** A producer whose figures are meters until it is closed. */
final class ShownProducer extends KafkaProducer<byte[], byte[]> {
    private final AutoCloseable meters;

    ShownProducer(Map<String, Object> config, ClientMeters shown) {
        super(config);
        meters = shown.show(this);
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            remove(meters);
        }
    }

    @Override
    public void close(Duration timeout) {
        try {
            super.close(timeout);
        } finally {
            remove(meters);
        }
    }

    static void remove(AutoCloseable meters) {
        try {
            meters.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
