package io.orderwire.system.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks over HTTP. */
public final class Stats {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Stats() {}

    /** Gets a page. */
    public static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A count in a gateway's {@code /stats}. */
    public static long count(String http, String name) throws IOException, InterruptedException {
        String body = get(http + "stats").body();
        Matcher matcher = Pattern.compile("\"" + name + "\":(\\d+)").matcher(body);
        if (!matcher.find()) {
            throw new AssertionError("no " + name + " in: " + body);
        }
        return Long.parseLong(matcher.group(1));
    }
}
