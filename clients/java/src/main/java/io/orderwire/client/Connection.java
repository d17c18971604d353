package io.orderwire.client;

import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The messages of one connection; the next one is requested when the last one was taken. */
final class Connection implements WebSocket.Listener {
    private static final int LONGEST_MESSAGE = 64 << 20;
    private static final String END = "";

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private volatile @Nullable WebSocket socket;
    private volatile int closeCode;

    void subscribe(WebSocket opened, String subscription) {
        socket = opened;
        opened.sendText("{\"method\":\"subscribe\",\"subscription\":" + subscription + "}", true)
                .join();
    }

    /** The next message; null when the connection has ended, or nothing has come for so long. */
    @Nullable
    String next(long silenceMs) throws InterruptedException {
        WebSocket open = socket;
        if (open != null) {
            open.request(1);
        }
        String message = messages.poll(silenceMs, TimeUnit.MILLISECONDS);
        return END.equals(message) ? null : message;
    }

    /** The code that the gateway closed with, 0 when it has not. */
    int closeCode() {
        return closeCode;
    }

    void close() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    /** Nothing comes before it is asked for. */
    @Override
    public void onOpen(WebSocket from) {}

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (text.length() > LONGEST_MESSAGE) {
            from.abort();
            messages.add(END);
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
        messages.add(END);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        messages.add(END);
    }
}
