package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.stats.NodeStats;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.testing.broker.KafkaReads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** An ingestor publishes the state of the node, and stays ready even if the node is faulty. */
class NodeIT extends IngestorCase {
    private static final String HOUR = "20270115/8";

    private long block = 985_148_182;

    private void write(Path file) throws IOException {
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "{\"local_time\":\"" + now + "\",\"block_time\":\"" + now.minusHours(3) + "\",\"block_number\":"
                        + block++ + ",\"events\":[{\"n\":1}]}\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private Snapshot published() {
        List<ConsumerRecord<byte[], byte[]>> all =
                KafkaReads.committed(broker.bootstrapServers(), broker.topics().pipeline(), PATIENCE);
        return all.isEmpty()
                ? new Snapshot("ingestor", "none", 0, false, List.of(), Map.of())
                : Snapshot.parse(all.get(all.size() - 1).value());
    }

    private void awaitReason(String beginning) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Reason.texts(published().degraded()))
                        .anyMatch(reason -> reason.startsWith(beginning)));
    }

    @Test
    void shouldPublishHowTheNodeIsAndStayReady() throws IOException {
        ProcessContext context = context(Map.of("node.silent.max.ms", "2000"));
        start(context);
        write(hour(data, HOUR));
        awaitReason("node: 10800 s behind the chain");
        NodeStats node = published().node();
        assertThat(node.lagMs()).isEqualTo(10_800_000);
        assertThat(node.chainAgeMs()).isGreaterThanOrEqualTo(10_800_000);
        assertThat(node.lastBlock()).isEqualTo(985_148_182);
        assertThat(node.source()).isEqualTo("streaming");
        assertThat(node.folder()).isEqualTo(data + "/node_order_statuses_streaming/hourly");
        assertThat(gauge(context, "orderwire.node.lag")).isEqualTo(10_800);
        assertThat(gauge(context, "orderwire.node.chain.age")).isGreaterThanOrEqualTo(10_800);
        assertThat(gauge(context, "orderwire.node.last.block")).isEqualTo(985_148_182);
        assertThat(context.meters()
                        .get("orderwire.node.followed")
                        .tags("source", "streaming", "folder", data + "/node_order_statuses_streaming/hourly")
                        .gauge()
                        .value())
                .isEqualTo(1);
        awaitReason("node: nothing written for ");
        assertThat(gauge(context, "orderwire.node.silent")).isGreaterThanOrEqualTo(2);
        write(hour(data, HOUR));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(context.meters()
                        .get("orderwire.node.blocks")
                        .functionCounter()
                        .count())
                .isEqualTo(1));

        await().atMost(PATIENCE).untilAsserted(() -> {
            write(data.resolve("node_order_statuses_by_block/hourly").resolve(HOUR));
            assertThat(Reason.texts(published().degraded()))
                    .contains("node: by-block is growing, but streaming is being followed");
        });
        Files.move(data.resolve("node_order_statuses_streaming"), data.resolve("aside"));
        awaitReason("node: the folder " + data + "/node_order_statuses_streaming/hourly is gone");
        assertThat(context.health().notReady()).isEmpty();
        assertThat(fatal).isEmpty();
    }

    private static double gauge(ProcessContext context, String name) {
        return context.meters().get(name).gauge().value();
    }
}
