package io.orderwire.contract.order;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.RecordVersion;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Deserializes the values of {@code hyperliquid.orders} for a Kafka consumer, if the parser writes one order per record, as it
 * does by default; {@link OrdersDeserializer} reads records with several orders as well. A gap marker has a null value: {@link
 * Gap#of} reads it from the record's headers. Set {@code isolation.level=read_committed}: otherwise events of an
 * aborted transaction appear twice.
 */
public final class OrderDeserializer implements Deserializer<Order> {
    @Override
    public @Nullable Order deserialize(String topic, Headers headers, byte @Nullable [] data) {
        String fault = RecordVersion.faultOfOrders(headers);
        if (fault == null && OrderPack.isMeant(headers, data)) {
            fault = "the record has several orders: use OrdersDeserializer";
        }
        if (fault != null) {
            throw new SerializationException(topic + ": " + fault);
        }
        return deserialize(topic, data);
    }

    @Override
    public @Nullable Order deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        try {
            return Order.parse(data);
        } catch (IllegalArgumentException e) {
            throw new SerializationException(topic + ": " + e.getMessage(), e);
        }
    }
}
