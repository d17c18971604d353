package io.orderwire.runtime.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** A consumer whose figures are meters until it is closed. */
final class ShownConsumer extends KafkaConsumer<byte[], byte[]> {
    private final AutoCloseable meters;

    ShownConsumer(Map<String, Object> config, ClientMeters shown) {
        super(config);
        meters = shown.show(this);
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            ShownProducer.remove(meters);
        }
    }

    /** {@inheritDoc} */
    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // the old form is still in use
    public void close(Duration timeout) {
        try {
            super.close(timeout);
        } finally {
            ShownProducer.remove(meters);
        }
    }

    @Override
    public void close(CloseOptions options) {
        try {
            super.close(options);
        } finally {
            ShownProducer.remove(meters);
        }
    }
}
