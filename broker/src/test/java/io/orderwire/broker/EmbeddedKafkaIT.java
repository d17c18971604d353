package io.orderwire.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    private static final Duration STOP_BOUND = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private Path dataDir() {
        return folder.resolve("kafka");
    }

    private EmbeddedKafka start(int port) {
        return EmbeddedKafka.start(BrokerOptions.loopback(dataDir(), port));
    }

    private static int port(EmbeddedKafka kafka) {
        String servers = kafka.bootstrapServers();
        return Integer.parseInt(servers.substring(servers.indexOf(':') + 1));
    }

    @Test
    void shouldKeepItsDataOverARestartOnTheSamePort() throws Exception {
        int port;
        String clusterId;
        try (EmbeddedKafka kafka = start(0)) {
            port = port(kafka);
            clusterId = kafka.clusterId();
            Clients.createTopic(kafka.bootstrapServers(), "t", Map.of());
            try (Producer<byte[], byte[]> producer = Clients.producer(kafka.bootstrapServers())) {
                Clients.send(producer, "t", "before");
            }
        }
        try (EmbeddedKafka kafka = start(port)) {
            assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            assertThat(kafka.clusterId()).isEqualTo(clusterId);
            try (Producer<byte[], byte[]> producer = Clients.producer(kafka.bootstrapServers())) {
                Clients.send(producer, "t", "after");
            }
            assertThat(Clients.committed(kafka.bootstrapServers(), "t")).containsExactly("before", "after");
        }
    }

    @Test
    void shouldKeepTransactionsOverARestart() throws Exception {
        try (EmbeddedKafka kafka = start(0)) {
            Clients.createTopic(kafka.bootstrapServers(), "t", Map.of());
            try (Producer<byte[], byte[]> producer = Clients.transactional(kafka.bootstrapServers(), 60_000)) {
                producer.beginTransaction();
                Clients.send(producer, "t", "committed");
                producer.commitTransaction();
                producer.beginTransaction();
                Clients.send(producer, "t", "aborted");
                producer.abortTransaction();
                producer.beginTransaction();
                Clients.send(producer, "t", "left open");
                kafka.close();
                // Without a timeout, close would wait for the stopped broker to abort the open transaction.
                producer.close(Duration.ZERO);
            }
        }
        try (EmbeddedKafka kafka = start(0);
                Producer<byte[], byte[]> successor = Clients.transactional(kafka.bootstrapServers(), 60_000)) {
            successor.beginTransaction();
            Clients.send(successor, "t", "committed later");
            successor.commitTransaction();

            assertThat(Clients.committed(kafka.bootstrapServers(), "t"))
                    .containsExactly("committed", "committed later");
        }
    }

    @Test
    void shouldAbortSoonWhatItsProducerLeftOpen() throws Exception {
        try (EmbeddedKafka kafka = start(0);
                Producer<byte[], byte[]> lost = Clients.transactional(kafka.bootstrapServers(), 1_000);
                Producer<byte[], byte[]> other = Clients.producer(kafka.bootstrapServers())) {
            Clients.createTopic(kafka.bootstrapServers(), "t", Map.of());
            lost.beginTransaction();
            Clients.send(lost, "t", "left open");
            Clients.send(other, "t", "after it");

            // The transaction times out after 1 s, and the broker looks for such transactions every 5 s.
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(Clients.committed(kafka.bootstrapServers(), "t"))
                            .containsExactly("after it"));
        }
    }

    @Test
    void shouldStopInTimeAndOnlyOnce() throws Exception {
        EmbeddedKafka kafka = start(0);
        Clients.createTopic(kafka.bootstrapServers(), "t", Map.of());
        long before = System.nanoTime();
        kafka.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(STOP_BOUND);
        kafka.close();
        assertThat(dataDir().resolve(".kafka_cleanshutdown")).exists();
        try (ServerSocket socket = new ServerSocket(port(kafka), 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
        }
    }

    @Test
    void shouldNameABusyPortAndWriteNothing() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(socket.getLocalPort()))
                    .isInstanceOfSatisfying(
                            PortBusyException.class, e -> assertThat(e.port()).isEqualTo(socket.getLocalPort()))
                    .hasMessage("Kafka's port " + socket.getLocalPort() + " is busy");
            assertThat(dataDir()).doesNotExist();
        }
    }

    @Test
    void shouldServeItselfWhereItsAdvertisedHostDoesNotLead() throws Exception {
        BrokerOptions options = new BrokerOptions(dataDir(), 0, "nowhere.invalid", Map.of());
        try (EmbeddedKafka kafka = EmbeddedKafka.start(options);
                Producer<byte[], byte[]> producer = Clients.transactional(kafka.bootstrapServers(), 60_000)) {
            Clients.createTopic(kafka.bootstrapServers(), "t", Map.of());
            producer.beginTransaction();
            Clients.send(producer, "t", "a");
            producer.commitTransaction();

            assertThat(Clients.committed(kafka.bootstrapServers(), "t")).containsExactly("a");
            assertThat(kafka.advertisedServers()).startsWith("nowhere.invalid:");
        }
    }

    @Test
    void shouldServeOthersUnderItsAdvertisedHost() throws Exception {
        BrokerOptions options = new BrokerOptions(dataDir(), 0, "localhost", Map.of());
        try (EmbeddedKafka kafka = EmbeddedKafka.start(options)) {
            Clients.createTopic(kafka.advertisedServers(), "t", Map.of());

            assertThat(kafka.advertisedServers()).isNotEqualTo(kafka.bootstrapServers());
            assertThat(Clients.committed(kafka.advertisedServers(), "t")).isEmpty();
        }
    }

    @Test
    void shouldNotStartWithAnInvalidSetting() {
        BrokerOptions options = new BrokerOptions(dataDir(), 0, null, Map.of("num.io.threads", "many"));

        assertThatThrownBy(() -> EmbeddedKafka.start(options))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("num.io.threads");
    }
}
