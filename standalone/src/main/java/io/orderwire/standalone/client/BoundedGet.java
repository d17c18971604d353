package io.orderwire.standalone.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gets an answer as text, with a bound on its size and on the time until its last byte. The timeout of a request of Java's client
 * covers the time until the headers only, before Java 26.
 */
final class BoundedGet {
    private final HttpClient http;
    private final Duration whole;
    private final int mostBytes;

    /**
     * @param whole bound on the time from the request to the last byte
     * @param mostBytes bound on the size of the body
     */
    BoundedGet(HttpClient http, Duration whole, int mostBytes) {
        this.http = http;
        this.whole = whole;
        this.mostBytes = mostBytes;
    }

    /** The answer, whatever its status. */
    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, info -> new BoundedText(mostBytes));
        try {
            return answer.get(whole.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the answer did not end within " + whole.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IOException(String.valueOf(e.getCause()), e);
        } finally {
            // Closes the connection if the answer has not ended.
            answer.cancel(true);
        }
    }
}
