package io.orderwire.gateway.session;

import io.orderwire.websocket.transport.Message;
import org.jspecify.annotations.Nullable;

/** One text message, encoded once and shared by all clients that get it. */
public interface Frame {
    /** What may be done to a frame that waits in a queue which is full. */
    enum Kind {
        /** An answer: never dropped. */
        CONTROL,
        /** Data: the oldest is dropped, counted and reported. */
        DATA,
        /** A state of things: a newer one takes its place. */
        SNAPSHOT
    }

    /** What may be done to it. */
    Kind kind();

    /** Its length. */
    default int bytes() {
        return message().length();
    }

    /** What is sent, the same at each call. */
    Message message();

    /**
     * A message to send first, if {@link #messageAfter} would be too long with all that the client lost; what it reports is
     * taken from {@code loss}. Null if nothing is to be sent first.
     */
    default @Nullable Message reportBefore(Loss loss) {
        return null;
    }

    /** The same for a client that lost something just before it. */
    Message messageAfter(Loss loss);

    /** Counts what a client loses with it; returns the number of events. */
    int lose(Loss loss);
}
