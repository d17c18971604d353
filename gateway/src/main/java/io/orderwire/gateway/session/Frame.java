package io.orderwire.gateway.session;

import io.orderwire.websocket.transport.Message;
import org.jspecify.annotations.Nullable;

/** One text message, encoded once and shared by all clients that get it. */
public interface Frame {
    /** How a full send queue may treat a waiting frame. */
    enum Kind {
        /** An answer: never dropped. */
        CONTROL,
        /** Data: the oldest is dropped, counted and reported. */
        DATA,
        /** A snapshot of state: a newer one replaces it. */
        SNAPSHOT
    }

    /** How a full send queue may treat it. */
    Kind kind();

    /** Its length. */
    default int bytes() {
        return message().length();
    }

    /** The message, the same at each call. */
    Message message();

    /**
     * Returns a message to send first, if {@link #messageAfter} would be too long with the whole loss of the client, and
     * removes what it reports from {@code loss}. Null if nothing has to be sent first.
     */
    default @Nullable Message reportBefore(Loss loss) {
        return null;
    }

    /** The message for a client that lost something just before it. */
    Message messageAfter(Loss loss);

    /** Adds the content of this frame to the loss of a client; returns the number of events. */
    int lose(Loss loss);
}
