package io.orderwire.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Option<Long> AGE = Option.number("test.max.age.ms", 500, 1, 1_000, "An age.");
    private static final Option<String> DEAD = Option.text("dead-letters.name", "none", "A name with a dash.");
    private static final Option<String> WORD = Option.choice("word", "a", List.of("a", "b"), "A word.");

    @TempDir
    private Path folder;

    @Test
    void shouldPutFlagsOverEnvironmentOverFileOverFallbackOverDefault() throws IOException {
        Path file = Files.writeString(folder.resolve("my.properties"), "test.max.age.ms=2\nword=b\n");
        assertThat(loader().load().get(AGE)).isEqualTo(500);
        assertThat(loader().fallback("test.max.age.ms", 1).load().get(AGE)).isEqualTo(1);
        assertThat(loader().file(file).fallback("test.max.age.ms", 1).load().get(AGE))
                .isEqualTo(2);
        Map<String, String> environment = Map.of("ORDERWIRE_TEST_MAX_AGE_MS", "3", "PATH", "x", "ORDERWIRE_ARGS", "y");
        Settings.Loader both = loader().file(file).environment(environment, Set.of("ORDERWIRE_ARGS"));
        assertThat(both.load().get(AGE)).isEqualTo(3);
        Settings all = both.flag("test.max.age.ms", "4").load();
        assertThat(all.get(AGE)).isEqualTo(4);
        assertThat(all.get(WORD)).isEqualTo("b");
    }

    private static Settings.Loader list(String value) {
        Option<List<Integer>> numbers = Option.list("numbers", Integer::valueOf, "numbers", "Some numbers.");
        return new Settings.Loader(List.of(numbers)).flag("numbers", value);
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "' , ,', 0", "'1', 1", "' 1 ,, 2,', 2"})
    void shouldReadAListWhateverIsBetweenItsEntries(String value, int entries) {
        Option<List<Integer>> numbers = Option.list("numbers", Integer::valueOf, "numbers", "Some numbers.");
        assertThat(list(value).load().get(numbers)).hasSize(entries);
    }

    @Test
    void shouldNameAnEntryThatIsNone() {
        assertThatThrownBy(() -> list("1, two, 3").load())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("numbers")
                .hasMessageContaining("expected numbers, comma-separated; \"two\" is not one")
                .hasMessageContaining("on the command line");
        assertThatThrownBy(() -> list("1,".repeat(1_001)).load()).hasMessageContaining("at most 1000");
    }

    @Test
    void shouldKnowDashesInEnvironmentVariables() {
        Settings settings = loader().environment(
                        Map.of("ORDERWIRE_DEAD_LETTERS_NAME", "x", "ORDERWIRE_PRODUCER_LINGER_MS", "7"), Set.of())
                .load();
        assertThat(settings.get(DEAD)).isEqualTo("x");
        assertThat(settings.passedThrough("producer.")).containsExactly(Map.entry("linger.ms", "7"));
    }

    @ParameterizedTest
    @CsvSource({
        "ORDERWIRE_SERVICE_HOST, 10.96.0.7",
        "ORDERWIRE_SERVICE_HOST, fd00:10:96::7",
        "ORDERWIRE_SERVICE_PORT, 8080",
        "ORDERWIRE_SERVICE_PORT_HTTP, 8080",
        "ORDERWIRE_PORT, tcp://10.96.0.7:8080",
        "ORDERWIRE_PORT, udp://10.96.0.7:53",
        "ORDERWIRE_PORT, sctp://[fd00::7]:53",
        "ORDERWIRE_PORT_8080_TCP, tcp://10.96.0.7:8080",
        "ORDERWIRE_PORT_8080_TCP_PROTO, tcp",
        "ORDERWIRE_PORT_8080_TCP_PORT, 8080",
        "ORDERWIRE_PORT_8080_TCP_ADDR, 10.96.0.7",
        "ORDERWIRE_PORT_53_UDP_ADDR, fd00::7",
        "ORDERWIRE_TEST_PORT, tcp://10.96.0.7:8080",
        "ORDERWIRE_GATEWAY_SERVICE_HOST, 10.96.0.7",
        "ORDERWIRE_GATEWAY_SERVICE_PORT_MY_PORT, 8080",
        "ORDERWIRE_MY_GATEWAY_PORT_9_SCTP_PROTO, sctp",
        "ORDERWIRE_KAFKA_PORT, tcp://10.96.0.7:9092",
    })
    void shouldIgnoreWhatKubernetesMakesOfAService(String variable, String value) {
        Option<Long> port = Option.number("test.port", 5, 1, 65_535, "A port.");
        Settings settings = new Settings.Loader(List.of(port, AGE))
                .environment(Map.of(variable, value), Set.of())
                .load();
        assertThat(settings.get(port)).isEqualTo(5);
        assertThat(settings.passedThrough("kafka.")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ORDERWIRE_SERVICE_HOST, gateway",
        "ORDERWIRE_SERVICE_PORT, tcp",
        "ORDERWIRE_TEST_PORT, tcp",
        "ORDERWIRE_TEST_PORT, http://10.96.0.7:8080",
        "ORDERWIRE_TEST_PROT, tcp://10.96.0.7:8080",
        "ORDERWIRE_PORT, 8080",
        "ORDERWIRE_TEST_PORTS, 8080",
        "ORDERWIRE_PORT_8080_TCP_ADRR, 10.96.0.7",
        "ORDERWIRE_TEST_MAX_AGE, 10",
    })
    void shouldNameAnOptionThatOnlyLooksLikeAService(String variable, String value) {
        Option<Long> port = Option.number("test.port", 5, 1, 65_535, "A port.");
        assertThatThrownBy(() -> new Settings.Loader(List.of(port, AGE))
                        .environment(Map.of(variable, value), Set.of())
                        .load())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(variable);
    }

    @Test
    void shouldTakeForATopicWhatKafkaTakesAndWhatHasNoOtherPurpose() {
        Option<String> topic = PipelineOptions.ORDERS_TOPIC;
        Settings settings = new Settings.Loader(List.of(topic))
                .flag(topic.name(), "my-team_2.orders")
                .load();
        assertThat(settings.get(topic)).isEqualTo("my-team_2.orders");
        for (String wrong :
                List.of("", ".", "a b", "x".repeat(201), "hyperliquid.orders.gaps", "hyperliquid.ingestor")) {
            assertThatThrownBy(() -> new Settings.Loader(List.of(topic))
                            .flag(topic.name(), wrong)
                            .load())
                    .as(wrong)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("orders.topic");
        }
    }

    @Test
    void shouldTakeForAPrefixOnlyCharactersOfTopics() {
        Option<String> prefix = PipelineOptions.TOPICS_PREFIX;
        for (String legal : List.of("", "testnet.", "A-1_", "x".repeat(100))) {
            Settings settings = new Settings.Loader(List.of(prefix))
                    .flag(prefix.name(), legal)
                    .load();
            assertThat(PipelineOptions.topics(settings).orders()).isEqualTo(legal + "hyperliquid.orders");
        }
        for (String wrong : List.of("a b", "tést.", "a/", "a:b", "$x", "x".repeat(101))) {
            assertThatThrownBy(() -> new Settings.Loader(List.of(prefix))
                            .flag(prefix.name(), wrong)
                            .load())
                    .as(wrong)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("topics.prefix")
                    .hasMessageContaining("0 to 100 of a-z A-Z 0-9 . _ -")
                    .hasMessageContaining("on the command line");
        }
    }

    @Test
    void shouldNameTheOptionItsOriginAndWhatWasExpected() {
        assertThatThrownBy(() -> loader().flag("test.max.age.ms", "5000").load())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("test.max.age.ms")
                .hasMessageContaining("5000")
                .hasMessageContaining("on the command line");
        assertThatThrownBy(() -> loader().environment(Map.of("ORDERWIRE_WORD", "c"), Set.of())
                        .load())
                .hasMessageContaining("word")
                .hasMessageContaining("ORDERWIRE_WORD");
        assertThatThrownBy(() -> loader().flag("test.max.age", "1").load())
                .hasMessageContaining("unknown option test.max.age on the command line")
                .hasMessageContaining("did you mean test.max.age.ms");
        assertThatThrownBy(() -> loader().file(folder.resolve("none")).load()).hasMessageContaining("none");
    }

    private static void assertRefused(Settings.Loader loader, String message) {
        assertThatThrownBy(loader::load)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    @Test
    void shouldSayWhereAWrongValueStandsAndWhatWasExpected() throws IOException {
        Path file = Files.writeString(
                folder.resolve("my.properties"),
                "\ufeffword=b\n# test.max.age.ms=\\\n\n! x\ntest\\\n  .max.age\\\n.ms = 0\r\n");
        assertRefused(
                loader().file(file),
                "test.max.age.ms is \"0\" in " + file + ":5, expected a whole number from 1 to 1000");
        for (String wrong : List.of("", "x", "1.5", "1001", "99999999999999999999", "0x10", "½")) {
            assertRefused(
                    loader().environment(Map.of("ORDERWIRE_TEST_MAX_AGE_MS", wrong), Set.of()),
                    "test.max.age.ms is \"" + wrong
                            + "\" from ORDERWIRE_TEST_MAX_AGE_MS, expected a whole number from 1 to 1000");
        }
        assertRefused(loader().flag("word", "c"), "word is \"c\" on the command line, expected one of a, b");
        Option<Boolean> open = Option.flag("open", false, "A flag.");
        assertRefused(
                new Settings.Loader(List.of(open)).flag("open", "yes"),
                "open is \"yes\" on the command line, expected true or false");
        Option<Path> place = Option.path("place", "A path.");
        assertThatThrownBy(new Settings.Loader(List.of(place)).flag("place", "a\0b")::load)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("place is ")
                .hasMessageContaining("on the command line, expected a path");
        assertRefused(
                new Settings.Loader(List.of(PipelineOptions.ORDERS_TOPIC)).flag("orders.topic", "hyperliquid.ingestor"),
                "orders.topic is \"hyperliquid.ingestor\" on the command line, expected another than that of another"
                        + " purpose");
    }

    @Test
    void shouldNameTheFileAndTheLineThatCannotBeRead() throws IOException {
        Path file = Files.writeString(folder.resolve("my.properties"), "word=b\nword=\\u12\n");
        assertThatThrownBy(() -> loader().file(file)).hasMessageContaining(file + ":2");
        Files.write(file, new byte[] {'w', '=', (byte) 0xff});
        assertThatThrownBy(() -> loader().file(file)).hasMessageContaining(file.toString());
        assertThatThrownBy(() -> loader().file(folder)).hasMessageContaining(folder.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "test.max.aeg.ms, test.max.age.ms",
        "test.max.age.m, test.max.age.ms",
        "testmaxagems, test.max.age.ms",
        "test_max_age_ms, test.max.age.ms",
        "deadletters.name, dead-letters.name",
        "orderwire.word, word",
        "wrod, ''",
        "xx, ''",
        "'', ''",
    })
    void shouldSuggestWhatAMistypedOptionMeans(String written, String meant) {
        assertRefused(
                loader().flag(written, "1"),
                "unknown option " + written + " on the command line"
                        + (meant.isEmpty() ? "" : "; did you mean " + meant + "?"));
    }

    @Test
    void shouldSuggestVariablesForAMistypedVariable() {
        assertRefused(
                loader().environment(Map.of("ORDERWIRE_TEST_MAX_AEG_MS", "1"), Set.of()),
                "unknown option test.max.aeg.ms from ORDERWIRE_TEST_MAX_AEG_MS; did you mean"
                        + " ORDERWIRE_TEST_MAX_AGE_MS?");
        assertRefused(
                loader().environment(Map.of("ORDERWIRE_JAVA_OPT", "1"), Set.of("ORDERWIRE_JAVA_OPTS")),
                "unknown option java.opt from ORDERWIRE_JAVA_OPT; did you mean ORDERWIRE_JAVA_OPTS?");
    }

    @Test
    void shouldNotCompareANameOfAnyLength() {
        String endless = "test.max.age.ms".repeat(10_000);
        assertThatThrownBy(() -> loader().flag(endless, "1").load()).hasMessageNotContaining("did you mean");
    }

    @Test
    void shouldRefuseWhatASlipTellsFromASettingOfKafkas() {
        assertRefused(
                loader().environment(Map.of("ORDERWIRE_KAFKA_SECURITY_PROTOCOLS", "SSL"), Set.of()),
                "unknown setting of Kafka's clients kafka.security.protocols from ORDERWIRE_KAFKA_SECURITY_PROTOCOLS;"
                        + " did you mean security.protocol?");
        assertThatThrownBy(() -> loader().flag("consumer.max.poll.record", "1").load())
                .hasMessageContaining("did you mean max.poll.records");
        assertThatThrownBy(() -> loader().flag("streams.main.consumer.fetch.min.byte", "1")
                        .load())
                .hasMessageContaining("did you mean fetch.min.bytes");
        Settings taken = loader().flag("kafka.my.plugin.setting", "1")
                .flag("streams.main.consumer.fetch.min.bytes", "1")
                .flag("streams.task.timeout.ms", "1")
                .kafkaNames(List.of("task.timeout.ms"))
                .load();
        assertThat(taken.passedThrough("kafka.")).containsOnlyKeys("my.plugin.setting");
    }

    @Test
    void shouldMaskSecretsWhenDescribing() {
        String text = loader().flag("kafka.sasl.jaas.config", "hush")
                .flag("kafka.ssl.keystore.password", "hush")
                .flag("kafka.client.rack", "r1")
                .load()
                .describe();
        assertThat(text)
                .doesNotContain("hush")
                .contains("kafka.client.rack = r1")
                .contains("word = a");
    }

    private static Settings.Loader loader() {
        return new Settings.Loader(List.of(AGE, DEAD, WORD));
    }
}
