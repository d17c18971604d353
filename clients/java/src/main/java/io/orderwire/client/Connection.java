package io.orderwire.client;

import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The messages of one connection; the next one is requested when the caller has taken the previous one. */
final class Connection implements WebSocket.Listener {
    private static final String END = "";

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private volatile @Nullable WebSocket socket;
    private volatile int closeCode;
    private volatile String end = "an empty message";

    void send(WebSocket opened, String request) {
        socket = opened;
        opened.sendText(request, true).join();
    }

    /** Returns the next message; null if the connection has ended, or if no message arrived within {@code silenceMs}. */
    @Nullable
    String next(long silenceMs) throws InterruptedException {
        WebSocket open = socket;
        if (open != null) {
            open.request(1);
        }
        String message = messages.poll(silenceMs, TimeUnit.MILLISECONDS);
        if (message == null) {
            end = "silent for " + TimeUnit.MILLISECONDS.toSeconds(silenceMs) + " s";
        }
        return END.equals(message) ? null : message;
    }

    /** The code of the gateway's close frame, 0 if it has not sent one. */
    int closeCode() {
        return closeCode;
    }

    /** Why {@link #next} returned null. */
    String end() {
        return end;
    }

    void close() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    private void end(String why) {
        end = why;
        messages.add(END);
    }

    /** Requests nothing: {@link #next} does. */
    @Override
    public void onOpen(WebSocket from) {}

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (text.length() > JsonTree.LONGEST) {
            from.abort();
            end("a message of more than " + JsonTree.LONGEST + " characters");
        } else if (last) {
            messages.add(text.toString());
            text.setLength(0);
        } else {
            from.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        closeCode = statusCode;
        end("closed with " + statusCode + (reason.isEmpty() ? "" : " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end(error.toString());
    }
}
