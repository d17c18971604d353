package io.orderwire.standalone.client;

import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One connection to a gateway, from the subscription to its end; prints what arrives. */
final class TailConnection implements WebSocket.Listener {
    /** Longest message, in characters; the gateway's frames are much shorter. */
    private static final int LONGEST = 64 << 20;

    private final String subscribe;
    private final TailOutput output;
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private final StringBuilder message = new StringBuilder();
    private volatile long lastHeardNanos = System.nanoTime();
    private volatile boolean heard;

    /** How a connection ended. */
    sealed interface End {
        /** Nobody reads standard output any more. */
        record NoReader() implements End {}

        /** The gateway refused the connection or the subscription. */
        record Refused(String why) implements End {}

        /** The gateway's certificate is not trusted. */
        record Untrusted(String why) implements End {}

        /** The connection broke. */
        record Lost(String why) implements End {}
    }

    TailConnection(String subscribe, TailOutput output) {
        this.subscribe = subscribe;
        this.output = output;
    }

    /** Completes when the connection can no longer be used. */
    CompletableFuture<End> end() {
        return end;
    }

    /** Whether the gateway has sent a message. */
    boolean heard() {
        return heard;
    }

    /** Nanoseconds since the last message, or since this object was created if there was none. */
    long silentNanos() {
        return System.nanoTime() - lastHeardNanos;
    }

    @Override
    public void onOpen(WebSocket socket) {
        socket.sendText(subscribe, true);
        socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        lastHeardNanos = System.nanoTime();
        heard = true;
        message.append(data);
        if (last) {
            String whole = message.toString();
            message.setLength(0);
            show(whole);
        } else if (message.length() > LONGEST) {
            end.complete(new End.Lost("a message of more than " + LONGEST + " characters"));
        }
        if (!end.isDone()) {
            socket.request(1);
        }
        return null;
    }

    private void show(String text) {
        JsonObject frame;
        try {
            frame = JsonObject.of(JsonText.parse(text));
        } catch (IllegalArgumentException e) {
            end.complete(new End.Lost("a message that is " + e.getMessage()));
            return;
        }
        switch (frame.text("channel", "")) {
            case "orders" -> {
                if (!output.show(frame.object("data"))) {
                    end.complete(new End.NoReader());
                }
            }
            case "error" -> {
                String detail = frame.text("detail", "");
                end.complete(
                        new End.Refused(frame.text("data", "unknown error") + (detail.isEmpty() ? "" : "; " + detail)));
            }
            default -> {
                // An acknowledgement or a pong.
            }
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        end.complete(new End.Lost("closed with " + code + (reason.isEmpty() ? "" : " " + reason)));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        end.complete(new End.Lost(failure.toString()));
    }
}
