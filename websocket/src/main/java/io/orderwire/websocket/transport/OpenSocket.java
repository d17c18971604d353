package io.orderwire.websocket.transport;

import java.util.Locale;

/** An open TCP connection. Its state belongs to {@link Sockets}. */
public final class OpenSocket {
    /** The present use of a connection. */
    public enum State {
        /** No request has arrived yet. */
        SILENT,
        /** Between two requests. */
        IDLE,
        /** A request is being answered. */
        BUSY,
        /** It has become a WebSocket, which has deadlines of its own. */
        WEBSOCKET;

        /** Its name in metrics. */
        public String tag() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean waits() {
            return this == SILENT || this == IDLE;
        }
    }

    final SocketHolder holder;
    final Runnable end;
    State state = State.SILENT;
    long sinceNanos;
    boolean gone;

    OpenSocket(SocketHolder holder, Runnable end, long sinceNanos) {
        this.holder = holder;
        this.end = end;
        this.sinceNanos = sinceNanos;
    }
}
