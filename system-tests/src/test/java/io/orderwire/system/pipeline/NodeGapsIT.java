package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Headers;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Missing blocks and rewinds are reported once in each channel and in every partition. */
@Timeout(240)
class NodeGapsIT extends PipelineCase {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int BLOCK = 40;

    @TempDir
    private Path elsewhere;

    private List<String> lines = List.of();
    private Path file = Path.of("");

    @Test
    void shouldReportTheNodesGapsOnceInEachChannel() throws Exception {
        prepareLines();
        pipeline.ingestor(data, Source.BY_BLOCK, "start=beginning");
        pipeline.parser("parser");
        GatewayProcess gateway = pipeline.gateway("gateway");
        try (OrdersSubscriber orders = new OrdersSubscriber(gateway.wsUrl());
                GapsSubscriber gaps = new GapsSubscriber(gateway.wsUrl())) {
            write(0, 5);
            await().atMost(PATIENCE).until(() -> orders.count() == 5 * BLOCK);
            write(12, 20);
            await().atMost(PATIENCE).until(() -> orders.count() == 13 * BLOCK);
            write(17, 20);
            await().atMost(PATIENCE)
                    .until(() -> orders.count() == 16 * BLOCK && gaps.gaps().size() == 2);

            long first = Long.parseLong(lines.get(0).replaceAll("^.*?\"block_number\":(\\d+),.*$", "$1"));
            String missing = "missing-blocks " + (first + 5) + "-" + (first + 11);
            String rewind = "rewind " + (first + 17) + "-" + (first + 19);
            assertThat(orders.gaps()).map(NodeGapsIT::text).containsExactly(missing, rewind);
            assertThat(gaps.gaps()).isEqualTo(orders.gaps());

            try (OrdersSubscriber replayed = new OrdersSubscriber(gateway.wsUrl(), "{\"minutesAgo\":5}")) {
                await().atMost(PATIENCE).until(() -> replayed.count() == 16 * BLOCK);
                assertThat(replayed.gaps()).isEqualTo(orders.gaps());
            }
        }
        List<Gap> markers = pipeline.committed(broker.topics().orders()).stream()
                .map(ConsumerRecord::headers)
                .map(Gap::of)
                .filter(Objects::nonNull)
                .toList();
        assertThat(markers).hasSize(2 * Pipeline.PARTITIONS);
        assertThat(markers.stream().distinct()).hasSize(2);
        assertThat(pipeline.committed(broker.topics().gaps()))
                .hasSize(2)
                .noneMatch(row -> Headers.text(row.headers(), Headers.GAP) != null);
    }

    private void prepareLines() throws IOException {
        try (Simulator simulator = new Simulator(
                SimulatorOptions.builder(elsewhere).shape(Source.BY_BLOCK).build())) {
            IntStream.range(0, 20).forEach(block -> simulator.writeBlock(BLOCK));
            lines = Files.readAllLines(simulator.currentFile());
            file = data.resolve(elsewhere.relativize(simulator.currentFile()));
        }
        assertThat(lines).hasSize(20);
        Files.createDirectories(file.getParent());
    }

    private void write(int from, int to) throws IOException {
        String text = String.join("\n", lines.subList(from, to)) + "\n";
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String text(Gap gap) {
        assertThat(gap.where()).isEqualTo(Gap.Where.NODE);
        return gap.reason().word() + " " + gap.fromBlock() + "-" + gap.toBlock();
    }
}
