package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.order.Order;
import io.orderwire.contract.order.OrderPack;
import io.orderwire.contract.order.OrdersDeserializer;
import io.orderwire.contract.position.Source;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.parser.ParserProcess;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.client.OrdersFrame;
import io.orderwire.testing.client.TextClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A topic in which some records have one order and others have many. */
@Timeout(180)
class ManyOrdersIT extends PipelineCase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LINES = 400;
    private static final String MANY = "orders.records=many";

    @Test
    void shouldServeAllOrdersOnceInOrderLiveInReplaysAndFromInsideARecord() throws Exception {
        GatewayProcess gateway = pipeline.gateway("gateway");
        pipeline.ingestor(data, Source.STREAMING);
        try (OrdersSubscriber live = new OrdersSubscriber(gateway.wsUrl());
                Simulator simulator =
                        new Simulator(SimulatorOptions.builder(data).build())) {
            int written = 0;
            for (String records : List.of("orders.records=one", MANY, "orders.records=one", MANY)) {
                ParserProcess parser = pipeline.parser("parser", records);
                simulator.writeBlock(LINES);
                written += LINES;
                int all = written;
                await().atMost(PATIENCE).until(() -> live.count() >= all);
                parser.close();
            }
            List<String> inTopic = ordersInTopic(written);
            assertThat(texts(live.orders())).containsExactlyInAnyOrderElementsOf(inTopic);
            assertInOrder(live.orders());
            GatewayProcess other = pipeline.gateway("other");
            try (OrdersSubscriber replayed = new OrdersSubscriber(other.wsUrl(), "\"earliest\"")) {
                int all = written;
                await().atMost(PATIENCE).until(() -> replayed.count() >= all);
                assertThat(texts(replayed.orders())).containsExactlyInAnyOrderElementsOf(inTopic);
                assertInOrder(replayed.orders());
                assertThat(replayed.gaps()).isEmpty();
            }
            resumeAfterEachFrame(other, inTopic);
            assertThat(live.gaps()).isEmpty();
            assertThat(live.dropped()).isZero();
        }
    }

    /** The orders of the topic, after a check that both forms are there and that lines are orders. */
    private List<String> ordersInTopic(int written) {
        List<ConsumerRecord<byte[], byte[]>> rows =
                pipeline.committed(broker.topics().orders());
        assertThat(rows).hasSizeBetween(2 * LINES, written - LINES);
        List<String> orders = new ArrayList<>();
        try (OrdersDeserializer deserializer = new OrdersDeserializer()) {
            for (ConsumerRecord<byte[], byte[]> row : rows) {
                List<String> lines =
                        new String(row.value(), StandardCharsets.UTF_8).lines().toList();
                boolean pack = OrderPack.isMeant(row.headers(), row.value());
                assertThat(lines.size() > 1).isEqualTo(pack);
                assertThat(row.key() == null).isEqualTo(pack);
                assertThat(deserializer.deserialize(row.topic(), row.headers(), row.value()))
                        .extracting(Order::seq)
                        .containsExactlyElementsOf(lines.stream()
                                .map(line -> Order.parse(line.getBytes(StandardCharsets.UTF_8))
                                        .seq())
                                .toList());
                orders.addAll(lines);
            }
        }
        assertThat(orders).hasSize(written);
        return orders;
    }

    private static List<String> texts(List<byte[]> orders) {
        return orders.stream()
                .map(order -> new String(order, StandardCharsets.UTF_8))
                .toList();
    }

    private static void assertInOrder(List<byte[]> received) {
        List<Order> orders = received.stream().map(Order::parse).toList();
        for (int partition = 0; partition < Pipeline.PARTITIONS; partition++) {
            int its = partition;
            List<Long> seqs = orders.stream()
                    .filter(order -> order.partition() == its)
                    .map(Order::seq)
                    .toList();
            assertThat(seqs)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, seqs.size()).boxed().toList());
        }
    }

    /** Small frames end inside of records. */
    private static void resumeAfterEachFrame(GatewayProcess gateway, List<String> all) throws Exception {
        List<OrdersFrame> frames = read(gateway, "\"earliest\"", all.size());
        for (int last : List.of(frames.size() / 4, frames.size() / 3, frames.size() / 2, frames.size() * 2 / 3)) {
            List<String> before = texts(orders(frames.subList(0, last + 1)));
            List<OrdersFrame> after =
                    read(gateway, "{\"cursor\":\"" + frames.get(last).cursor() + "\"}", all.size() - before.size());
            assertThat(Stream.of(before, texts(orders(after))).flatMap(Collection::stream))
                    .containsExactlyInAnyOrderElementsOf(all);
        }
    }

    private static List<byte[]> orders(List<OrdersFrame> frames) {
        return frames.stream().flatMap(frame -> frame.orders().stream()).toList();
    }

    private static List<OrdersFrame> read(GatewayProcess gateway, String from, int count) throws Exception {
        List<OrdersFrame> frames = new CopyOnWriteArrayList<>();
        try (TextClient client = new TextClient(URI.create(gateway.wsUrl()), message -> {
            OrdersFrame frame = OrdersFrame.parse(message);
            if (frame != null && !frame.orders().isEmpty()) {
                frames.add(frame);
            }
        })) {
            client.send(
                    "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"all\",\"maxFrameBytes\":8192,"
                            + "\"from\":" + from + "}}");
            await().atMost(PATIENCE).until(() -> orders(frames).size() >= count);
        }
        assertThat(orders(frames)).hasSize(count);
        return frames;
    }
}
