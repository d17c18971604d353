package io.orderwire.system.process;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A WebSocket client of all orders that remembers the position of each. */
final class OrderClient implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern POS = Pattern.compile("\"pos\":\"([^\"]+)\"");

    private final List<String> positions = new CopyOnWriteArrayList<>();
    private final CountDownLatch acknowledged = new CountDownLatch(1);
    private final StringBuilder message = new StringBuilder();
    private final WebSocket socket;

    OrderClient(String url) throws InterruptedException {
        socket = HTTP.newWebSocketBuilder().buildAsync(URI.create(url), this).join();
        socket.sendText("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\"}}", true);
        acknowledged.await();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            Matcher matcher = POS.matcher(message);
            List<String> found = new ArrayList<>();
            while (matcher.find()) {
                found.add(matcher.group(1));
            }
            positions.addAll(found);
            if (message.indexOf("subscriptionResponse") >= 0) {
                acknowledged.countDown();
            }
            message.setLength(0);
        }
        from.request(1);
        return null;
    }

    List<String> positions() {
        return positions;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
