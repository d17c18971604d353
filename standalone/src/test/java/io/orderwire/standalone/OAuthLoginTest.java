package io.orderwire.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka's OAuth client needs a jar that no code of ours refers to; the shipped program must contain it. */
class OAuthLoginTest {
    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String PACKAGE = "org.apache.kafka.common.security.oauthbearer.";

    private final AtomicInteger tokens = new AtomicInteger();
    private HttpServer endpoint;
    private String url;

    @BeforeEach
    void startTokenEndpoint() throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/token", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] answer = ("{\"access_token\":\"" + token() + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
            tokens.incrementAndGet();
        });
        endpoint.start();
        url = "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/token";
        System.setProperty(ALLOWED_URLS, url);
    }

    @AfterEach
    void stopTokenEndpoint() {
        System.clearProperty(ALLOWED_URLS);
        endpoint.stop(0);
    }

    @Test
    void shouldFetchATokenWhereThePassedThroughSettingsAskForOAuth() {
        Settings settings = new Settings.Loader(PipelineOptions.ALL)
                .flag("kafka.bootstrap.servers", "127.0.0.1:1")
                .flag("kafka.security.protocol", "SASL_PLAINTEXT")
                .flag("kafka.sasl.mechanism", "OAUTHBEARER")
                .flag("kafka.sasl.oauthbearer.token.endpoint.url", url)
                .flag("kafka.sasl.oauthbearer.client.credentials.client.id", "orderwire")
                .flag("kafka.sasl.oauthbearer.client.credentials.client.secret", "secret")
                .flag("kafka.sasl.login.callback.handler.class", PACKAGE + "OAuthBearerLoginCallbackHandler")
                .flag("kafka.sasl.jaas.config", PACKAGE + "OAuthBearerLoginModule required;")
                .load();

        // The client logs in before it connects, so no broker is needed.
        try (Admin admin = new KafkaClients(settings).admin("test")) {
            assertThat(admin).isNotNull();
            assertThat(tokens).hasPositiveValue();
        }
    }

    private static String token() {
        long now = Instant.now().getEpochSecond();
        String claims = "{\"sub\":\"orderwire\",\"scope\":\"all\",\"iat\":" + now + ",\"exp\":" + (now + 3600) + "}";
        return encoded("{\"alg\":\"none\"}") + "." + encoded(claims) + "." + encoded("signature");
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
