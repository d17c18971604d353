package io.orderwire.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.testing.broker.FixedPorts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerOptionsTest {
    private static final Path FOLDER = Path.of("data");

    @Test
    void shouldRefuseWhatCannotBe() {
        assertThatThrownBy(() -> BrokerOptions.loopback(FOLDER, 65_536)).hasMessageContaining("65536");
        assertThatThrownBy(() -> BrokerOptions.loopback(FOLDER, -1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> BrokerOptions.loopback(Path.of("a,b"), 0)).hasMessageContaining("comma");
        assertThatThrownBy(() -> new BrokerOptions(FOLDER, 0, " ", Map.of())).hasMessageContaining("advertised");
    }

    @Test
    void shouldNameOverridesThatAreNotTheUsersOrNotKafkas() {
        assertThatThrownBy(() -> new BrokerOptions(FOLDER, 0, null, Map.of("listeners", "x", "node.id", "2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broker settings that Orderwire sets itself: [listeners, node.id]");
        assertThatThrownBy(() -> new BrokerOptions(FOLDER, 0, null, Map.of("num.io.thread", "2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown broker settings: [num.io.thread]");
    }

    @Test
    void shouldSetNothingThatKafkaDoesNotKnow() {
        BrokerOptions options = new BrokerOptions(FOLDER, 0, "::1", Map.of("num.io.threads", "7"));
        try (BrokerSockets sockets = BrokerSockets.bind(options)) {
            Map<String, String> settings = BrokerSettings.of(options, sockets, Clients.SOON);

            assertThat(KafkaConfig.configDef().names()).containsAll(settings.keySet());
            assertThat(settings)
                    .containsEntry("num.io.threads", "7")
                    .containsEntry("log.dirs", FOLDER.toAbsolutePath().toString());
            assertThat(settings.get("advertised.listeners"))
                    .startsWith("PUBLIC://[::1]:" + sockets.port(BrokerListener.PUBLIC) + ",LOCAL://127.0.0.1:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "[::1]"})
    void shouldListenAtTheExternalAddressToo(String external) {
        int port = FixedPorts.take(1).get(0);
        String address = external + ":" + port;
        BrokerOptions options = external(0, "host", address);
        try (BrokerSockets sockets = BrokerSockets.bind(options)) {
            Map<String, String> settings = BrokerSettings.of(options, sockets, Clients.SOON);
            assertThat(settings.get("listeners")).contains("EXTERNAL://0.0.0.0:" + port);
            assertThat(settings.get("advertised.listeners")).contains("EXTERNAL://" + address);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "host, localhost, 'expected host:port'",
        "host, localhost:0, 'expected host:port'",
        "host, localhost:65536, 'expected host:port'",
        "host, localhost:x, 'expected host:port'",
        "host, 0.0.0.0:9094, 'expected a name or an address of this machine'",
        "host, '[::]:9094', 'expected a name or an address of this machine'",
        "host, 'a b:9094', 'expected host:port'",
        "host, 'a:9094,b:9095', 'expected host:port'",
        "host, 'a:9094,X://b:9095', 'expected host:port'",
        "host, localhost:9092, 'has the port of the advertised host'",
        ", localhost:9094, 'without an advertised host'",
    })
    void shouldRefuseAnExternalAddressThatCannotBe(@Nullable String host, String address, String fault) {
        assertThatThrownBy(() -> external(9092, host, address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(address)
                .hasMessageContaining(fault);
    }

    private static BrokerOptions external(int port, @Nullable String host, String address) {
        return new BrokerOptions(FOLDER, port, host, address, Map.of(), BrokerUsers.none(), List.of());
    }
}
