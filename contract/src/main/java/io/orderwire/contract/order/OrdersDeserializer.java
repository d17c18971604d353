package io.orderwire.contract.order;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.RecordVersion;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Deserializes the values of {@code hyperliquid.orders} with one or several orders, in rising sequence. A gap marker has a null
 * value: {@link Gap#of} reads it from the record's headers. Set {@code isolation.level=read_committed}: otherwise events of an
 * aborted transaction appear twice.
 *
 * <p>A consumer that stops inside a record has to read it from its first order again, because Kafka's offsets are those of
 * records: ignore orders whose sequence is not above the newest of their partition.
 */
public final class OrdersDeserializer implements Deserializer<List<Order>> {
    @Override
    public @Nullable List<Order> deserialize(String topic, Headers headers, byte @Nullable [] data) {
        String fault = RecordVersion.faultOfOrders(headers);
        if (fault != null) {
            throw new SerializationException(topic + ": " + fault);
        }
        if (!OrderPack.isMeant(headers, data) || data == null) {
            return deserialize(topic, data);
        }
        try {
            OrderPack pack = OrderPack.of(headers, data);
            List<Order> orders = new ArrayList<>(pack.count());
            for (int i = 0; i < pack.count(); i++) {
                Order order = Order.parse(pack.value(i));
                if (order.seq() != pack.seq(i)) {
                    throw new IllegalArgumentException(
                            "order " + i + " has the sequence " + order.seq() + ": must be " + pack.seq(i));
                }
                orders.add(order);
            }
            return orders;
        } catch (IllegalArgumentException e) {
            throw new SerializationException(topic + ": " + e.getMessage(), e);
        }
    }

    @Override
    public @Nullable List<Order> deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        try {
            return List.of(Order.parse(data));
        } catch (IllegalArgumentException e) {
            throw new SerializationException(topic + ": " + e.getMessage(), e);
        }
    }
}
