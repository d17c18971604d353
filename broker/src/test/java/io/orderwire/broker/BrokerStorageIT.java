package io.orderwire.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.testing.process.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerStorageIT {
    @TempDir
    private Path folder;

    private EmbeddedKafka start(Path dataDir) {
        return EmbeddedKafka.start(BrokerOptions.loopback(dataDir, 0));
    }

    @Test
    void shouldRefuseAFileInAFoldersPlace() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> start(file))
                .isInstanceOf(BrokerStorageException.class)
                .hasMessage(
                        "Kafka's data folder " + file + " cannot be used: it is not a folder and cannot be created");
    }

    @Test
    void shouldRefuseAFolderOfOtherFiles() throws Exception {
        Files.createFile(folder.resolve("photo.jpg"));

        assertThatThrownBy(() -> start(folder))
                .isInstanceOf(BrokerStorageException.class)
                .hasMessageContaining(folder + " cannot be used: it holds no Kafka data but other files: photo.jpg");
        assertThat(folder.resolve("meta.properties")).doesNotExist();
    }

    @Test
    void shouldRefuseDamagedStorage() throws Exception {
        Files.writeString(folder.resolve("meta.properties"), "version=1\nnode.id=7\ncluster.id=x\n");

        assertThatThrownBy(() -> start(folder))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void shouldFinishAFormattingThatWasKilled() throws Exception {
        Path formatted = folder.resolve("formatted");
        BrokerStorage.open(formatted).close();
        Path interrupted = Files.createDirectory(folder.resolve("interrupted"));
        Files.copy(formatted.resolve("bootstrap.checkpoint"), interrupted.resolve("bootstrap.checkpoint"));
        Files.createFile(interrupted.resolve("meta.properties.tmp"));

        try (EmbeddedKafka kafka = start(interrupted)) {
            Clients.createTopic(kafka.bootstrapServers(), "t", Map.of());
            assertThat(Clients.committed(kafka.bootstrapServers(), "t")).isEmpty();
        }
    }

    @Test
    void shouldRefuseAFolderThatAnotherProcessUsesAndLeaveItAlone() throws Exception {
        try (ChildJvm child = ChildJvm.start(BrokerProcess.class, folder.toString())) {
            String servers = child.awaitLine("kafka=", Clients.SOON).substring("kafka=".length());
            Clients.createTopic(servers, "t", Map.of());

            assertThatThrownBy(() -> start(folder))
                    .isInstanceOf(BrokerStorageException.class)
                    .hasMessage("Kafka's data folder " + folder + " cannot be used: another process uses it");
            try (Producer<byte[], byte[]> producer = Clients.producer(servers)) {
                Clients.send(producer, "t", "still there");
            }
            assertThat(Clients.committed(servers, "t")).containsExactly("still there");
        }
    }
}
