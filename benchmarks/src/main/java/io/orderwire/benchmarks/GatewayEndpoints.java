package io.orderwire.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses of a running gateway, and the figures that it serves there. */
final class GatewayEndpoints {
    private static final Pattern ORDERS = Pattern.compile("\"orders\":(\\d+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String ws;
    private final String http;
    private final String management;

    /** @param readyLine the line that names the addresses, which the gateway prints when it is ready */
    GatewayEndpoints(String readyLine) {
        ws = word(readyLine, "ws=");
        http = word(readyLine, "http=");
        management = word(readyLine, "management=");
    }

    /** The word after {@code key} in a line. */
    static String word(String line, String key) {
        Matcher matcher = Pattern.compile(key + "(\\S+)").matcher(line);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + key + " in: " + line);
        }
        return matcher.group(1);
    }

    URI ws() {
        return URI.create(ws);
    }

    URI http() {
        return URI.create(http);
    }

    /** The number of orders that {@code /stats} names first. */
    long orders() throws IOException, InterruptedException {
        Matcher matcher = ORDERS.matcher(stats());
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** The current answer to {@code /stats}, JSON. */
    String stats() throws IOException, InterruptedException {
        return get(http + "stats");
    }

    /** A meter without labels, by its name in Prometheus' text. */
    double meter(String name) throws IOException, InterruptedException {
        String prefix = name + " ";
        return get(management + "metrics")
                .lines()
                .filter(line -> line.startsWith(prefix))
                .mapToDouble(line -> Double.parseDouble(line.substring(prefix.length())))
                .findFirst()
                .orElseThrow(() -> new IOException("the gateway has no meter " + name));
    }

    private String get(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
