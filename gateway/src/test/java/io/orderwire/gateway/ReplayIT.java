package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.gateway.protocol.Cursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Subscriptions that begin in the past and become a part of the live stream. */
class ReplayIT extends ReplayCase {
    @Test
    void shouldSendAllThatKafkaHoldsAndGoOnWithWhatComesWhileItDoes() {
        writer.write(10_000);
        try (WsClient client = gateway.connect()) {
            client.subscribe(from("x", "\"earliest\""));
            while (gateway.metric("replays") > 0) {
                writer.write(50);
            }
            writer.write(500);
            List<String> all = all();

            assertThat(byPartition(client.awaitOrders("x", all.size()))).isEqualTo(byPartition(all));
            assertThat(client.channel("orders"))
                    .allSatisfy(frame ->
                            assertThat(JsonView.at(frame, "data", "dropped")).isEqualTo("0"))
                    .allSatisfy(frame ->
                            assertThat(JsonView.at(frame, "data", "gaps")).isEqualTo("[]"));
        }
    }

    @Test
    void shouldGoOnBehindAnyFrameOnAnyGateway() {
        try (WsClient first = gateway.connect();
                TestGateway other = TestGateway.start(BROKER.broker());
                WsClient second = other.connect()) {
            String acknowledged = first.subscribe("{\"type\":\"orders\",\"id\":\"x\",\"batchMs\":1}");
            List<Made> written = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                written.addAll(writer.write(30));
            }
            first.awaitOrders("x", written.size());
            List<String> frames = new ArrayList<>(first.channel("orders"));
            frames.add(0, acknowledged);
            List<Integer> ways = random.ints(20, 0, frames.size()).boxed().toList();
            for (int way = 0; way < ways.size(); way++) {
                second.subscribe(from("w" + way, after(JsonView.text(frames.get(ways.get(way)), "data", "cursor"))));
            }
            List<Made> later = writer.write(100);

            List<String> expected = jsons(written);
            for (int way = 0; way < ways.size(); way++) {
                List<String> had = orders(frames.subList(1, Math.max(1, ways.get(way) + 1)));
                List<String> got = new ArrayList<>(had);
                got.addAll(second.awaitOrders("w" + way, expected.size() - had.size() + later.size()));
                List<String> wanted = new ArrayList<>(expected);
                wanted.addAll(jsons(later));
                assertThat(byPartition(got)).as("after frame %s", ways.get(way)).isEqualTo(byPartition(wanted));
            }
            assertThat(other.fatal()).isEmpty();
        }
    }

    private static List<String> orders(List<String> frames) {
        return frames.stream()
                .flatMap(frame -> JsonView.elements(JsonView.at(frame, "data", "orders")).stream())
                .toList();
    }

    @Test
    void shouldGoOnAfterTheGatewayStoppedInTheMidstOfAReplay() {
        writer.write(15_000);
        WsClient first = gateway.connect();
        first.subscribe(from("x", "\"earliest\""));
        first.await(1, message -> message.startsWith("{\"channel\":\"orders\""));
        gateway.close();
        assertThat(first.awaitClose()).isEqualTo(1001);
        first.close();
        List<String> frames = first.channel("orders");
        String cursor = JsonView.text(frames.get(frames.size() - 1), "data", "cursor");
        List<String> got = new ArrayList<>(first.orders("x"));
        gateway = TestGateway.start(BROKER.broker());
        try (WsClient second = gateway.connect()) {
            String acknowledged = second.subscribe(from("x", after(cursor)));
            assertThat(JsonView.text(acknowledged, "data", "cursor")).isEqualTo(cursor);
            List<String> all = all();
            got.addAll(second.awaitOrders("x", all.size() - got.size()));

            assertThat(byPartition(got)).isEqualTo(byPartition(all));
        }
    }

    @Test
    void shouldBeginSomeMinutesAgo() {
        try (WsClient client = gateway.connect()) {
            List<Made> older = writer.write(1);
            // The next record must have another timestamp.
            long writtenMs = System.currentTimeMillis();
            await().until(() -> System.currentTimeMillis() > writtenMs);
            client.subscribe(from("none", "{\"minutesAgo\":0}"));
            client.subscribe(from("all", "{\"minutesAgo\":10}"));
            List<Made> newer = writer.write(20);
            List<String> all = all();

            assertThat(byPartition(client.awaitOrders("all", all.size()))).isEqualTo(byPartition(all));
            assertThat(client.awaitOrders("none", 20)).containsExactlyInAnyOrderElementsOf(jsons(newer));
            assertThat(all).containsAll(jsons(older));
        }
    }

    @Test
    void shouldSayOfAReplayWhenItsOrdersWereReadFromTheFile() {
        String user = "0x00000000000000000000000000000000000f11e5";
        OrderMaker maker = writer.maker();
        long minuteMs = 60_000;
        long beganMs = System.currentTimeMillis();
        writer.write(maker.make(user, "BTC", "open", "B"), 50 * minuteMs);
        writer.write(maker.make(user, "BTC", "open", "A"), 40 * minuteMs);
        writer.flush();
        try (WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"t\",\"users\":[\"" + user + "\"],\"from\":\"earliest\"}");
            client.awaitOrders("t", 2);
            awaitLive();
            List<String> replayed = framesWithOrders(client);
            String last = replayed.get(replayed.size() - 1);
            assertThat(time(last, "fileTime")).isBetween(beganMs - 40 * minuteMs, beganMs - 39 * minuteMs);
            assertThat(time(last, "serverTime")).isGreaterThanOrEqualTo(beganMs);

            writer.write(maker.make(user, "BTC", "filled", "A"));
            writer.flush();
            client.awaitOrders("t", 3);
            List<String> frames = framesWithOrders(client);
            String live = frames.get(frames.size() - 1);
            assertThat(time(live, "fileTime")).isBetween(beganMs, time(live, "serverTime"));
        }
    }

    private static List<String> framesWithOrders(WsClient client) {
        return client.channel("orders").stream()
                .filter(frame -> !JsonView.at(frame, "data", "orders").equals("[]"))
                .toList();
    }

    private static long time(String frame, String name) {
        return Long.parseLong(JsonView.at(frame, "data", name));
    }

    @Test
    void shouldFilterTheSameBeforeAndAfterTheHandOver() {
        writer.write(2_000);
        String user = OrderMaker.user(3);
        try (WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"f\",\"users\":[\"" + user
                    + "\"],\"coins\":[\"BTC\",\"ETH\"],\"sides\":[\"B\"],\"from\":{\"minutesAgo\":60}}");
            awaitLive();
            writer.write(2_000);
            List<String> wanted = all().stream()
                    .filter(json -> json.contains(user)
                            && json.contains("\"side\":\"B\"")
                            && (json.contains("\"coin\":\"BTC\"") || json.contains("\"coin\":\"ETH\"")))
                    .toList();

            assertThat(client.awaitOrders("f", wanted.size())).containsExactlyElementsOf(wanted);
        }
    }

    @Test
    void shouldTellWhatRetentionHasTaken() throws Exception {
        String cursor;
        try (WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"x\"}");
            writer.write(200);
            client.awaitOrders("x", 200);
            List<String> frames = client.channel("orders");
            cursor = JsonView.text(frames.get(frames.size() - 1), "data", "cursor");
        }
        writer.write(1_000);
        Map<TopicPartition, RecordsToDelete> gone = new HashMap<>();
        Map<Integer, Long> lastGone = new HashMap<>();
        long[] had = Cursor.decode(cursor).nextOffsets();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            gone.put(
                    new TopicPartition(BROKER.broker().topics().orders(), partition),
                    RecordsToDelete.beforeOffset(had[partition] + 50));
        }
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, BROKER.bootstrapServers()))) {
            admin.deleteRecords(gone).all().get(20, TimeUnit.SECONDS);
        }
        List<String> left = all();
        byPartition(left)
                .forEach((partition, orders) -> lastGone.put(
                        Integer.valueOf(partition), Long.parseLong(JsonView.at(orders.get(0), "seq")) - 1));
        try (WsClient client = gateway.connect()) {
            client.subscribe(from("x", after(cursor)));

            assertThat(byPartition(client.awaitOrders("x", left.size()))).isEqualTo(byPartition(left));
            List<String> gaps = client.channel("orders").stream()
                    .flatMap(frame -> JsonView.elements(JsonView.at(frame, "data", "gaps")).stream())
                    .toList();
            long[] seen = Cursor.decode(cursor).lastSeqs();
            assertThat(gaps).hasSize(PARTITIONS).allSatisfy(gap -> {
                int partition = Integer.parseInt(JsonView.at(gap, "partition"));
                long toSeq = lastGone.get(partition);
                assertThat(JsonView.text(gap, "where")).isEqualTo("retention");
                assertThat(Long.parseLong(JsonView.at(gap, "toSeq"))).isEqualTo(toSeq);
                // The cursor of a full frame has the offset of its last order as the next one, and its sequence as
                // seen.
                assertThat(Long.parseLong(JsonView.at(gap, "events")))
                        .isEqualTo(toSeq - seen[partition])
                        .isBetween(49L, 50L);
            });
            assertThat(gateway.metric("replays.gone")).isBetween(50.0 * PARTITIONS - 1, 50.0 * PARTITIONS);
        }
    }

    @Test
    void shouldSayWhyACursorIsOfNoUse() {
        try (WsClient client = gateway.connect()) {
            String own = JsonView.text(client.subscribe("{\"type\":\"orders\"}"), "data", "cursor");
            Cursor cursor = Cursor.decode(own);
            String foreign =
                    new Cursor(Uuid.randomUuid(), cursor.nextOffsets(), cursor.lastSeqs(), cursor.leftOut()).encode();
            String fewer = new Cursor(
                            cursor.topicId(), new long[] {1, 2}, new long[] {1, 2}, List.of(List.of(), List.of()))
                    .encode();

            assertThat(client.subscribe(from("x", after(foreign)))).contains("Cursor of a topic that is no more: {");
            assertThat(client.subscribe(from("x", after(fewer)))).contains("Cursor of 2 partitions, there are 4: {");
            assertThat(client.subscribe(from("x", after("nonsense")))).contains("Invalid subscription: {");
            assertThat(client.subscribe(from("x", "\"earliest\""))).contains("\"subscriptionResponse\"");
            assertThat(client.subscribe(from("x", "\"earliest\""))).contains("Already subscribed: {");
            awaitLive();
            assertThat(gateway.metric("subscriptions")).isEqualTo(2);
        }
    }

    @Test
    void shouldSendNothingMoreOnceUnsubscribed() {
        writer.write(15_000);
        try (WsClient client = gateway.connect()) {
            client.subscribe(from("x", "\"earliest\""));
            client.await(1, message -> message.startsWith("{\"channel\":\"orders\""));
            client.send("{\"method\":\"unsubscribe\",\"subscription\":" + from("x", "\"earliest\"") + "}");
            client.await(1, message -> message.contains("\"unsubscribe\""));
            int count = client.messages().size();
            awaitLive();
            client.subscribe("{\"type\":\"orders\",\"id\":\"y\"}");
            List<Made> written = writer.write(10);
            client.awaitOrders("y", written.size());

            assertThat(client.messages().subList(count, client.messages().size()))
                    .noneMatch(message -> message.contains("\"id\":\"x\""));
        }
    }
}
