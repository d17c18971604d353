package io.orderwire.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.GatewayProcess;
import io.orderwire.testing.guarantees.Accounts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Asks a gateway for the pipeline's accounts. */
final class GatewayStats {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private GatewayStats() {}

    /** The events and lines in the answer to {@code GET /stats}. */
    static Accounts accounts(GatewayProcess gateway) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(gateway.httpUrl() + "stats")).build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return Accounts.parse(answer.body());
    }
}
