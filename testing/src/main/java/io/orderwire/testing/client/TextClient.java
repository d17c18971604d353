package io.orderwire.testing.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A WebSocket client of the JDK that passes on whole text messages one at a time, on its own thread. */
public final class TextClient implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 20;

    /**
     * Shared by all clients, because each HttpClient has its own threads, which end only some time after it became
     * unreachable.
     */
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final WebSocket socket;
    private final CountDownLatch gone = new CountDownLatch(1);
    private volatile int closeCode;

    /**
     * Connects.
     *
     * @param messages takes each message
     */
    public TextClient(URI url, Consumer<String> messages) {
        this.socket = HTTP.newWebSocketBuilder()
                .buildAsync(url, new Assembler(messages))
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Sends a text message, and returns once it is on its way. */
    public void send(String text) {
        socket.sendText(text, true).orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** The code of the server's close frame, 0 before it has sent one. */
    public int closeCode() {
        return closeCode;
    }

    /** Waits until the connection is closed or broken; false if it is still open after {@code timeoutMs}. */
    public boolean awaitGone(long timeoutMs) throws InterruptedException {
        return gone.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Assembler implements WebSocket.Listener {
        private final Consumer<String> messages;
        private final StringBuilder text = new StringBuilder();

        Assembler(Consumer<String> messages) {
            this.messages = messages;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                String message = text.toString();
                text.setLength(0);
                messages.accept(message);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
            closeCode = statusCode;
            gone.countDown();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            gone.countDown();
        }
    }
}
