package io.orderwire.gateway.session;

import io.orderwire.websocket.transport.Message;
import org.jspecify.annotations.Nullable;

/** A text message that is encoded once and shared by all clients that receive it. */
public interface Frame {
    /** What a send queue may do with a frame that waits. */
    enum Kind {
        /** An answer: never dropped. */
        CONTROL,
        /** Data: a full queue drops the oldest frame, counts its events and reports the loss. */
        DATA,
        /** A snapshot of state: a newer one of the same subscription replaces it, even if the queue is not full. */
        SNAPSHOT
    }

    /** What a send queue may do with this frame. */
    Kind kind();

    /** Length of the message in bytes. */
    default int bytes() {
        return message().length();
    }

    /** The message; each call returns the same object. */
    Message message();

    /**
     * Returns a message that reports a part of {@code loss}, and removes that part from {@code loss}. Returns null if
     * {@link #messageAfter} can report the whole loss without becoming too long.
     */
    default @Nullable Message reportBefore(Loss loss) {
        return null;
    }

    /** The message for a client that lost frames just before it; also reports {@code loss} if its format can. */
    Message messageAfter(Loss loss);

    /**
     * Adds the events and gaps of this frame to the loss of a client. Returns the number of events in the frame, without
     * those that the frame itself reports as lost.
     */
    int lose(Loss loss);
}
