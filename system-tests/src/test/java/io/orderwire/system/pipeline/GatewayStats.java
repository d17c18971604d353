package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.GatewayProcess;
import io.orderwire.testing.guarantees.Accounts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a gateway for the pipeline's accounts. */
final class GatewayStats {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final Pattern REASONS = Pattern.compile("\"reasons\":\\[([^\\]]*)\\]");
    private static final Pattern REASON = Pattern.compile("\"([^\"]*)\"");

    private GatewayStats() {}

    /** The events and lines in the answer to {@code GET /stats}. */
    static Accounts accounts(GatewayProcess gateway) throws IOException, InterruptedException {
        return Accounts.parse(body(gateway));
    }

    /** The reasons in the answer to {@code GET /stats}. */
    static List<String> reasons(GatewayProcess gateway) throws IOException, InterruptedException {
        Matcher reasons = REASONS.matcher(body(gateway));
        assertThat(reasons.find()).isTrue();
        return REASON.matcher(reasons.group(1))
                .results()
                .map(reason -> reason.group(1))
                .toList();
    }

    /** The answer to {@code GET /stats}. */
    static String body(GatewayProcess gateway) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(gateway.httpUrl() + "stats")).build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
