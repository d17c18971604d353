package io.orderwire.system.client;

import static io.orderwire.system.process.ProcessPipeline.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderwire.system.client.ShippedClient.Language;
import io.orderwire.testing.client.ScriptedGateway;
import io.orderwire.testing.tls.TestCertificate;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Our clients subscribe again if the gateway is busy, and end if it refuses them or is not trusted. */
@Tag("tools")
@Timeout(300)
class BusyGatewayIT {
    private static final String ACKNOWLEDGED = "{\"channel\":\"subscriptionResponse\",\"data\":{\"cursor\":\"a\"}}";
    private static final String ORDER = "{\"channel\":\"orders\",\"data\":{\"id\":\"orders\",\"orders\":["
            + "{\"part\":1,\"seq\":7,\"event\":{}}],\"cursor\":\"b\",\"dropped\":0,\"gaps\":[]}}";

    private static String error(String data) {
        return "{\"channel\":\"error\",\"data\":\"" + data + "\",\"detail\":\"why\"}";
    }

    private static Stream<Arguments> temporaryErrors() {
        return Arrays.stream(Language.values()).flatMap(language -> Stream.of(
                        "Too many replays: {}",
                        "Too much work: {}",
                        "The replay made no progress: {}",
                        "The replay could not join the live stream: {}")
                .map(busy -> Arguments.of(language, busy)));
    }

    /** Also with a cursor: the second error ends a subscription that had been acknowledged. */
    @ParameterizedTest
    @MethodSource("temporaryErrors")
    void shouldSubscribeAgain(Language language, String busy, @TempDir Path scratch) throws Exception {
        try (ScriptedGateway gateway = new ScriptedGateway(
                        List.of(error(busy)), List.of(ACKNOWLEDGED, error(busy)), List.of(ACKNOWLEDGED, ORDER));
                ShippedClient client = language.subscribe(
                        scratch.resolve("client"), gateway.url().toString(), null)) {
            await().atMost(SOON).until(() -> !client.reports().isEmpty());
            assertThat(client.reports())
                    .extracting(line -> line.path("seq").asInt())
                    .containsExactly(7);
            assertThat(gateway.requests()).hasSize(3).last().asString().containsPattern("\"cursor\": ?\"a\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndWithTheReasonOfARefusal(Language language, @TempDir Path scratch) throws Exception {
        try (ScriptedGateway gateway = new ScriptedGateway(List.of(error("Subscription ended: {}")));
                ShippedClient client = language.subscribe(
                        scratch.resolve("client"), gateway.url().toString(), null)) {
            await().atMost(SOON).until(() -> !client.reports().isEmpty());
            assertThat(client.reports())
                    .map(JsonNode::toString)
                    .containsExactly("{\"refused\":\"Subscription ended: {}; why\"}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndOnACertificateThatIsNotTrusted(Language language, @TempDir Path scratch) throws Exception {
        try (ScriptedGateway gateway =
                        ScriptedGateway.secure(TestCertificate.ec("gateway").serverSockets());
                ShippedClient client = language.subscribe(
                        scratch.resolve("client"), gateway.url().toString(), null)) {
            await().atMost(SOON).until(() -> !client.reports().isEmpty());
            assertThat(client.reports())
                    .extracting(line -> line.path("refused").asText())
                    .singleElement()
                    .asString()
                    .startsWith("its certificate is not trusted: ");
        }
    }
}
