package io.orderwire.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserNamesTest {
    private static final int KAFKAS_BOUND = 249;

    @ParameterizedTest
    @CsvSource({
        "'', hyperliquid.orders, orderwire-parser, orderwire-parser",
        "'', late, orderwire-parser, orderwire-parser-late",
        "'', late, mine, mine",
        "test., hyperliquid.orders, orderwire-parser, test.orderwire-parser",
        "test., late, orderwire-parser, test.orderwire-parser-late",
        "test., late, mine, test.mine",
    })
    void shouldNameTheGroupAfterPrefixAndTopic(String prefix, String ordersTopic, String configured, String group) {
        assertThat(ParserOptions.applicationId(settings(prefix, ordersTopic, configured)))
                .isEqualTo(group);
    }

    @Test
    void shouldPrefixTheNamesOfParsersInKafka() {
        Settings settings = settings("test.", "late", "mine");
        Map<String, Object> config =
                new StreamsSettings(settings, new KafkaClients(settings), "host").of(8, Path.of("streams"));
        assertThat(config)
                .containsEntry(StreamsConfig.APPLICATION_ID_CONFIG, "test.mine")
                .containsEntry(StreamsConfig.CLIENT_ID_CONFIG, "test.orderwire-parser-host")
                .containsEntry(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), "test.host");
    }

    @Test
    void shouldTakeNamesThatAreTogetherAsLongAsKafkaAllows() {
        int left = KAFKAS_BOUND - "orderwire-parser-".length() - "-totals-changelog".length();
        ParserOptions.check(settings("p".repeat(100), "o".repeat(left - 100), "orderwire-parser"));
        assertThatThrownBy(
                        () -> ParserOptions.check(settings("p".repeat(100), "o".repeat(left - 99), "orderwire-parser")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("topics.prefix")
                .hasMessageContaining("orders.topic")
                .hasMessageContaining("250 characters");
        int besideDeadLetters = KAFKAS_BOUND - ".dead-letters".length();
        ParserOptions.check(settings("p".repeat(100), "o".repeat(besideDeadLetters - 100), "mine"));
        assertThatThrownBy(() ->
                        ParserOptions.check(settings("p".repeat(100), "o".repeat(besideDeadLetters - 99), "mine")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("topics.prefix and orders.topic")
                .hasMessageContaining("250 characters");
    }

    @Test
    void shouldRefuseAGroupAfterWhichKafkaCanNameNoTopic() {
        for (String wrong : List.of("", "a b", "a/b", "ä")) {
            assertThatThrownBy(() -> ParserOptions.check(settings("", "late", wrong)))
                    .as(wrong)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("parser.application.id");
        }
    }

    @Test
    void shouldRefuseAGroupThatGoesAroundThePrefix() {
        Settings settings = loader("test.", "late", "mine")
                .flag("streams.application.id", "other")
                .load();
        assertThatThrownBy(() -> ParserOptions.check(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("streams.application.id")
                .hasMessageContaining("parser.application.id");
    }

    @Test
    void shouldRefuseANameThatKafkaTakesForNoMemberOfAGroup() {
        for (String wrong : List.of("a b", "a:1", "x".repeat(241))) {
            Settings settings =
                    loader("test.", "late", "mine").flag("instance.id", wrong).load();
            assertThatThrownBy(() -> ParserOptions.check(settings))
                    .as(wrong)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("instance.id");
        }
        ParserOptions.check(loader("test.", "late", "mine")
                .flag("instance.id", "x".repeat(240))
                .load());
    }

    private static Settings settings(String prefix, String ordersTopic, String applicationId) {
        return loader(prefix, ordersTopic, applicationId).load();
    }

    private static Settings.Loader loader(String prefix, String ordersTopic, String applicationId) {
        List<Option<?>> options = Stream.of(PipelineOptions.ALL, ParserOptions.ALL)
                .<Option<?>>flatMap(List::stream)
                .toList();
        return new Settings.Loader(options)
                .flag(PipelineOptions.TOPICS_PREFIX.name(), prefix)
                .flag(PipelineOptions.ORDERS_TOPIC.name(), ordersTopic)
                .flag(ParserOptions.APPLICATION_ID.name(), applicationId);
    }
}
