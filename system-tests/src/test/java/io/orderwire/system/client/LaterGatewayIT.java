package io.orderwire.system.client;

import static io.orderwire.system.process.ProcessPipeline.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.system.client.ShippedClient.Language;
import io.orderwire.testing.client.ScriptedGateway;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our clients with a gateway of a later version. */
@Tag("tools")
@Timeout(120)
class LaterGatewayIT {
    private static final String ACKNOWLEDGED =
            "{\"channel\":\"subscriptionResponse\",\"data\":{\"cursor\":\"a\",\"later\":{}}}";
    private static final String ORDER =
            "{\"part\":1,\"seq\":4,\"later\":[7],\"event\":{\"status\":\"restingLater\",\"later\":null}}";
    private static final String GAP =
            "{\"id\":\"g\",\"where\":\"later-stage\",\"reason\":\"later-reason\",\"later\":1}";

    @ParameterizedTest
    @EnumSource
    void shouldIgnoreMessagesAndMembersThatTheyDoNotKnow(Language language, @TempDir Path folder) throws Exception {
        List<String> messages = List.of(
                "{\"channel\":\"later\"}",
                "{\"later\":{\"channel\":\"orders\"}}",
                ACKNOWLEDGED,
                "{\"channel\":\"later\",\"data\":[1]}",
                frame(ORDER, "b", 0, ""),
                frame("", "c", 2, GAP));
        try (ScriptedGateway gateway = new ScriptedGateway(messages);
                ShippedClient client = language.subscribe(folder, gateway.url().toString(), null)) {
            await().atMost(SOON).until(() -> client.reports().size() >= 2);
            assertThat(client.reports().get(0).path("seq").asInt()).isEqualTo(4);
            assertThat(client.reports().get(1).toString()).contains("lost").contains("later-reason");
            assertThat(client.reports()).hasSize(2);
            assertThat(gateway.requests()).hasSize(1);
        }
    }

    private static String frame(String orders, String cursor, int dropped, String gaps) {
        return "{\"channel\":\"orders\",\"later\":0,\"data\":{\"id\":\"orders\",\"later\":{\"x\":[]},\"orders\":["
                + orders + "],\"cursor\":\"" + cursor + "\",\"dropped\":" + dropped + ",\"gaps\":[" + gaps + "]}}";
    }
}
