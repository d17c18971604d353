package io.orderwire.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
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
    void shouldLetTheUsersSettingsStandAboveItsOwn() {
        Settings settings =
                loader().flag("kafka.receive.buffer.bytes", "1048576").load();
        assertThat(new KafkaClients(settings).common()).containsEntry("receive.buffer.bytes", "1048576");
    }
}
