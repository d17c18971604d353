package io.orderwire.system.process;

import io.orderwire.contract.gap.Gap;
import io.orderwire.testing.guarantees.ReceivedOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a consumer got from the topic of orders.
 *
 * @param partition the partition it was in
 * @param what the sequence of an order, or {@code gap} and the id of a marker
 */
record Delivery(int partition, String what) {
    private static final String GAP = "gap ";

    static Delivery order(int partition, long seq) {
        return new Delivery(partition, String.valueOf(seq));
    }

    /** An order from its JSON. */
    static Delivery order(String json) {
        ReceivedOrder order = ReceivedOrder.parse(json.getBytes(StandardCharsets.UTF_8));
        return order(order.partition(), order.seq());
    }

    static Delivery marker(int partition, String id) {
        return new Delivery(partition, GAP + id);
    }

    static Delivery of(ConsumerRecord<byte[], byte[]> row) {
        return row.value() == null
                ? marker(
                        row.partition(),
                        Objects.requireNonNull(Gap.of(row.headers())).id())
                : order(row.partition(), ReceivedOrder.of(row).seq());
    }

    boolean isOrder() {
        return !what.startsWith(GAP);
    }

    /** Deliveries in their order within each partition. */
    static Map<Integer, List<String>> byPartition(List<Delivery> deliveries) {
        return deliveries.stream()
                .collect(Collectors.groupingBy(
                        Delivery::partition, Collectors.mapping(Delivery::what, Collectors.toList())));
    }
}
