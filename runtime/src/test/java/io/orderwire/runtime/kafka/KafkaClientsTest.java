package io.orderwire.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.topic.Topics;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {
    private static Settings.Loader loader() {
        return new Settings.Loader(PipelineOptions.ALL);
    }

    @Test
    void shouldLeaveTheSizeOfReceiveBuffersToTheSystem() {
        assertThat(new KafkaClients(loader().load()).common()).containsEntry("receive.buffer.bytes", -1);
    }

    @Test
    void shouldNotWaitLongForABrokerThatDoesNotAnswer() {
        assertThat(new KafkaClients(loader().load()).common())
                .containsEntry("request.timeout.ms", 5_000)
                .containsEntry("socket.connection.setup.timeout.ms", 2_000)
                .containsEntry("socket.connection.setup.timeout.max.ms", 5_000)
                .containsEntry("retry.backoff.max.ms", 100)
                .containsEntry("reconnect.backoff.ms", 250);
    }

    @Test
    void shouldSayOnceWhyTheSettingsAreRefused() {
        KafkaClients clients = new KafkaClients(loader().flag("kafka.security.protocol", "SASL_SSL")
                .flag("kafka.sasl.mechanism", "PLAIN")
                .flag(
                        "kafka.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required"
                                + " username=\"ann\" password=\"secret\";")
                .flag("kafka.ssl.truststore.type", "PEM")
                .flag("kafka.ssl.truststore.location", "/nothing.pem")
                .load());
        assertThatThrownBy(clients::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith("Unable to read file /nothing.pem")
                .message()
                .containsOnlyOnce("Failed to load");
    }

    @Test
    void shouldLetTheUsersSettingsStandAboveItsOwn() {
        Settings settings =
                loader().flag("kafka.receive.buffer.bytes", "1048576").load();
        assertThat(new KafkaClients(settings).common()).containsEntry("receive.buffer.bytes", "1048576");
    }

    @Test
    void shouldPrefixTheNamesOfClientsAndTransactions() {
        Settings settings = loader().flag("topics.prefix", "test.").load();
        KafkaClients clients = new KafkaClients(settings);
        assertThat(clients.topics()).isEqualTo(new Topics("test."));
        Map<String, Object> own = Map.of("client.id", "reader", "transactional.id", "writer", "linger.ms", 3);
        assertThat(clients.named(own))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("client.id", "test.reader", "transactional.id", "test.writer", "linger.ms", 3));
        assertThat(new KafkaClients(loader().load()).named(own)).isEqualTo(own);
    }
}
