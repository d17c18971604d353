package io.orderwire.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamsSettingsTest {
    private static final List<Option<?>> OPTIONS = Stream.concat(
                    PipelineOptions.ALL.stream(), ParserOptions.ALL.stream())
            .toList();

    private static StreamsConfig config(Settings settings) {
        return new StreamsConfig(
                new StreamsSettings(settings, new KafkaClients(settings), "host").of(8, Path.of("streams")));
    }

    private static Map<String, Object> admin(Settings settings) {
        return config(settings).getAdminConfigs("admin");
    }

    /** Kafka Streams rejects an interval that is longer than a transaction may last. */
    @ParameterizedTest
    @CsvSource({
        "1, 3000, 10",
        "50, 3000, 500",
        "500, 3000, 1500",
        "2500, 3000, 2500",
        "10000, 10000, 10000",
    })
    void shouldCommitWithoutARequestWithinATransactionsTime(String intervalMs, String timeoutMs, long expected) {
        Settings settings = new Settings.Loader(OPTIONS)
                .flag("parser.commit.interval.ms", intervalMs)
                .flag("parser.transaction.timeout.ms", timeoutMs)
                .load();
        assertThat(config(settings).getLong("commit.interval.ms")).isEqualTo(expected);
    }

    @Test
    void shouldNotWaitLongForTheEndsOfChangelogs() {
        assertThat(admin(new Settings.Loader(OPTIONS).load())).containsEntry("default.api.timeout.ms", 5_000);
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.request.timeout.ms, 7000, 7000",
        "streams.admin.request.timeout.ms, 7000, 7000",
        "kafka.default.api.timeout.ms, 9000, 9000",
        "streams.admin.default.api.timeout.ms, 9000, 9000",
    })
    void shouldFollowTheUsersTimeouts(String key, String value, String expected) {
        Settings settings = new Settings.Loader(OPTIONS).flag(key, value).load();
        assertThat(admin(settings)).containsEntry("default.api.timeout.ms", expected);
    }
}
