package io.orderwire.system.client;

import static io.orderwire.system.process.ProcessPipeline.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.contract.topic.Topics;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.Main;
import io.orderwire.system.process.Orderwire;
import io.orderwire.system.process.ProcessPipeline;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.process.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tail command on a gateway that is killed twice, while orders arrive at a rate. */
@Timeout(300)
class TailIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int USERS = 100;
    private static final int ORDERS_PER_SECOND = 100;
    private static final int PRINTED_BETWEEN_KILLS = 100;
    private static final int TIME_LENGTH = "17:28:02.123".length();

    /** What a line shows of an order, besides its coin, side and price. */
    private record Shown(String time, String user, String oid, String status, String size) {
        static Shown of(String line) {
            String[] columns = line.split("\\s+");
            assertThat(columns).as(line).hasSize(9);
            return new Shown(columns[0], columns[7], columns[8], columns[6], columns[3]);
        }

        static Shown of(JsonNode event) {
            JsonNode order = event.path("order");
            String time = event.path("time").asText();
            String ofDay = time.substring(time.indexOf('T') + 1);
            return new Shown(
                    ofDay.substring(0, Math.min(TIME_LENGTH, ofDay.length())),
                    event.path("user").asText(),
                    order.path("oid").asText(),
                    event.path("status").asText(),
                    order.path("origSz").asText());
        }
    }

    @Test
    void shouldPrintEachOrderOnceAndInOrderWhileTheGatewayIsKilled(@TempDir Path folder) throws Exception {
        List<Shown> printed = new ArrayList<>();
        try (ProcessPipeline pipeline = ProcessPipeline.start(folder);
                ChildJvm tail = ChildJvm.start(Main.class, "tail", "--url", pipeline.gateway("ws"));
                Simulator simulator = new Simulator(SimulatorOptions.builder(pipeline.data())
                        .seed(21)
                        .users(USERS)
                        .linesPerSecond(ORDERS_PER_SECOND)
                        .build())) {
            await().atMost(SOON).until(() -> pipeline.hasSubscriptions(1));
            CompletableFuture<Void> writer = CompletableFuture.runAsync(simulator);
            for (int kill = 0; kill < 2; kill++) {
                // These are written after the gateway has started again, so the next kill ends another connection.
                print(tail, printed, (int) simulator.events() + PRINTED_BETWEEN_KILLS);
                pipeline.killGatewayAndStartItAgain();
                await().atMost(SOON).until(() -> pipeline.hasSubscriptions(1));
            }
            print(tail, printed, (int) simulator.events() + PRINTED_BETWEEN_KILLS);
            simulator.stop();
            writer.get(SOON.toSeconds(), TimeUnit.SECONDS);

            List<ConsumerRecord<byte[], byte[]>> orders = committed(pipeline, simulator.events());
            print(tail, printed, orders.size());
            tail.terminate();
            assertThat(tail.awaitExit(Orderwire.STOP)).isZero();
            assertThatThrownBy(() -> tail.awaitLine("", Duration.ofSeconds(1)))
                    .as("a line more than orders")
                    .isInstanceOf(AssertionError.class);
            assertSameInEachPartition(printed, orders);
            assertThat(tail.lastErrors().lines())
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allMatch(note -> note.endsWith("; trying again, to resume after the last order"));
        }
    }

    private static void print(ChildJvm tail, List<Shown> printed, int count) {
        while (printed.size() < count) {
            printed.add(Shown.of(tail.awaitLine("", SOON)));
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> committed(ProcessPipeline pipeline, long count) {
        List<ConsumerRecord<byte[], byte[]>> orders = new ArrayList<>();
        await().atMost(SOON).untilAsserted(() -> {
            orders.clear();
            orders.addAll(KafkaReads.committed(pipeline.kafka(), Topics.DEFAULT.orders(), SOON));
            assertThat(orders).hasSize((int) count);
        });
        return orders;
    }

    private static void assertSameInEachPartition(List<Shown> printed, List<ConsumerRecord<byte[], byte[]>> orders)
            throws IOException {
        Map<Integer, List<Shown>> expected = new TreeMap<>();
        Map<String, Integer> partitions = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> order : orders) {
            Shown shown = Shown.of(JSON.readTree(order.value()).path("event"));
            expected.computeIfAbsent(order.partition(), absent -> new ArrayList<>())
                    .add(shown);
            partitions.put(shown.user, order.partition());
        }
        Map<Integer, List<Shown>> found = new TreeMap<>();
        for (Shown shown : printed) {
            found.computeIfAbsent(partitions.get(shown.user), absent -> new ArrayList<>())
                    .add(shown);
        }
        assertThat(found).isEqualTo(expected);
    }
}
