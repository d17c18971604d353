package io.orderwire.system.client;

import static io.orderwire.system.process.ProcessPipeline.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderwire.client.OrdersClient;
import io.orderwire.system.client.ShippedClient.Language;
import io.orderwire.system.process.ProcessPipeline;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our clients report why a gateway refuses them, and end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("tools")
@Timeout(300)
class RefusedClientsIT {
    private static final String HOLDS = "another";

    private final Set<Language> allowed = EnumSet.allOf(Language.class);
    private Path folder;
    private Path tokens;
    private ProcessPipeline pipeline;
    private URI url;

    @BeforeAll
    void start(@TempDir Path scratch) throws Exception {
        folder = scratch;
        tokens = folder.resolve("tokens");
        writeTokens();
        pipeline = ProcessPipeline.start(folder, "-D", "gateway.tokens.file=" + tokens);
        url = URI.create(pipeline.gateway("ws"));
    }

    @AfterAll
    void stop() {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    /** Replaced as a whole: the gateway may read it at any moment. */
    private void writeTokens() throws IOException, NoSuchAlgorithmException {
        StringBuilder text = new StringBuilder(line("other", HOLDS));
        for (Language language : allowed) {
            text.append(line("reader-in-" + language, token(language)));
        }
        Path next = folder.resolve("tokens.next");
        Files.writeString(next, text);
        Files.move(next, tokens, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String line(String name, String token) throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        return name + " " + HexFormat.of().formatHex(hash) + "\n";
    }

    private static String token(Language language) {
        return "s3cret-of-" + language;
    }

    @Test
    void shouldReportAnInvalidFilterInJava() throws Exception {
        try (OrdersClient client = new OrdersClient(url, "{\"coins\":[]}", null, HOLDS)) {
            assertThatThrownBy(client::next)
                    .isInstanceOf(OrdersClient.RefusedException.class)
                    .hasMessageStartingWith("Invalid subscription: {");
        }
        assertThatThrownBy(() -> new OrdersClient(url, "[]")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReportAnInvalidCursorInJava() throws Exception {
        try (OrdersClient client = new OrdersClient(url, "{}", "nonsense", HOLDS)) {
            assertThatThrownBy(client::next).isInstanceOf(OrdersClient.RefusedException.class);
        }
    }

    @Test
    void shouldReportAnInvalidFilterInPython() throws Exception {
        try (ForeignClient python = ForeignClient.python("refused.py", url.toString(), HOLDS)) {
            await().atMost(SOON).until(() -> !python.reports().isEmpty());
            assertThat(python.reports().get(0).path("refused").asText()).startsWith("Invalid subscription: {");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReportThatItsTokenDoesNotHoldAnyMore(Language language) throws Exception {
        await().atMost(SOON).until(() -> pipeline.hasSubscriptions(0));
        try (ShippedClient client =
                language.subscribe(folder.resolve(language.name()), url.toString(), token(language))) {
            await().atMost(SOON).until(() -> pipeline.hasSubscriptions(1));
            allowed.remove(language);
            writeTokens();

            await().atMost(SOON).untilAsserted(() -> assertThat(client.reports())
                    .extracting(line -> line.path("refused").asText())
                    .containsExactly("the token is no longer valid"));
        }
    }
}
