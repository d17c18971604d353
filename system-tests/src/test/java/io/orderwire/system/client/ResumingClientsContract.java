package io.orderwire.system.client;

import static io.orderwire.system.process.ProcessPipeline.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderwire.system.client.ShippedClient.Language;
import io.orderwire.system.process.ProcessPipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;

/** Our clients, all on one gateway that is killed twice while orders arrive. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
abstract class ResumingClientsContract {
    private final Map<Language, ShippedClient> clients = new EnumMap<>(Language.class);
    private final Map<Language, TestAbortedException> missing = new EnumMap<>(Language.class);
    private NodeLines lines;
    private ProcessPipeline pipeline;

    /** The lines to send; they may be written below that folder. */
    abstract NodeLines lines(Path scratch);

    @BeforeAll
    void killTheGatewayTwice(@TempDir Path folder) throws Exception {
        lines = lines(folder.resolve("written"));
        pipeline = ProcessPipeline.start(folder);
        for (Language language : Language.values()) {
            try {
                clients.put(
                        language, language.subscribe(folder.resolve(language.name()), pipeline.gateway("ws"), null));
            } catch (TestAbortedException e) {
                missing.put(language, e);
            }
        }
        await().atMost(SOON).until(() -> pipeline.hasSubscriptions(clients.size()));
        write(0);
        await().atMost(SOON).until(() -> clients.values().stream()
                .noneMatch(client -> client.reports().isEmpty()));
        pipeline.killGatewayAndStartItAgain();
        write(1);
        await().atMost(SOON).until(() -> pipeline.hasSubscriptions(clients.size()));
        write(2);
        pipeline.killGatewayAndStartItAgain();
        write(3);
    }

    private void write(int part) throws Exception {
        lines.write(pipeline.data(), part);
    }

    @AfterAll
    void stop() throws Exception {
        for (ShippedClient client : clients.values()) {
            client.close();
        }
        if (pipeline != null) {
            pipeline.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldResumeBehindTheLastFrameReceived(Language language) {
        if (missing.containsKey(language)) {
            throw missing.get(language);
        }
        ShippedClient client = clients.get(language);
        await().atMost(SOON).untilAsserted(() -> {
            Map<Integer, List<Long>> received = new TreeMap<>();
            for (JsonNode line : client.reports()) {
                assertThat(line.fieldNames())
                        .toIterable()
                        .as("a report: %s", line)
                        .contains("part", "seq");
                received.computeIfAbsent(line.path("part").asInt(), absent -> new ArrayList<>())
                        .add(line.path("seq").asLong());
            }
            assertThat(received).isEqualTo(lines.sequences(ProcessPipeline.PARTITIONS));
        });
    }
}
