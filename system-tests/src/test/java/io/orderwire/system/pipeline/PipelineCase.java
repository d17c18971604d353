package io.orderwire.system.pipeline;

import static org.awaitility.Awaitility.await;

import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.testing.broker.TestBroker;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Accounted;
import io.orderwire.testing.guarantees.Accounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Processes of one pipeline on a broker of their own, with files to read from. */
abstract class PipelineCase {
    private static final Duration ACCOUNTS_TIMEOUT = Duration.ofSeconds(90);

    @TempDir
    Path data;

    TestBroker broker;
    Pipeline pipeline;

    @BeforeEach
    void startBroker() {
        broker = TestBroker.shared();
        pipeline = new Pipeline(broker);
    }

    @AfterEach
    void stopPipeline() throws IOException {
        try {
            pipeline.close();
        } finally {
            broker.close();
        }
    }

    /** The command line of a process of this pipeline in a JVM of its own. */
    List<String> commandLine(String command, String... keys) {
        List<String> line = new ArrayList<>(List.of(command, "--kafka", broker.bootstrapServers()));
        Stream.concat(
                        Stream.of(
                                "topics.prefix=" + broker.topics().prefix(),
                                "partitions=" + Pipeline.PARTITIONS,
                                "overload=complete"),
                        Stream.of(keys))
                .forEach(key -> line.addAll(List.of("-D", key)));
        return line;
    }

    /**
     * Waits until a gateway's accounts agree with the files of that source and with those records.
     *
     * @param records all of the topics of orders, dead letters and gaps, asked for again until they agree
     * @return the accounts that agree
     */
    Accounts awaitAccounts(
            GatewayProcess gateway, Source source, Supplier<List<ConsumerRecord<byte[], byte[]>>> records) {
        AtomicReference<Accounts> agreed = new AtomicReference<>();
        await().atMost(ACCOUNTS_TIMEOUT).untilAsserted(() -> {
            Accounts accounts = GatewayStats.accounts(gateway);
            NodeFiles files = NodeFiles.of(data, source);
            Accounted account = new Accounted().files(files.counts()).reported(accounts);
            files.events().forEach(account::produced);
            records.get().forEach(row -> account.record(row, broker.topics().orders()));
            account.check();
            agreed.set(accounts);
        });
        return agreed.get();
    }

    /** All committed records of the topics of orders, dead letters and gaps. */
    List<ConsumerRecord<byte[], byte[]>> outputs() {
        Topics topics = broker.topics();
        return Stream.of(topics.orders(), topics.deadLetters(), topics.gaps())
                .flatMap(topic -> pipeline.committed(topic).stream())
                .toList();
    }
}
