package io.orderwire.gateway.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.websocket.frame.CloseCode;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The end of a connection, which begins once, for one reason, and takes a bounded time. Thread-safe. */
final class Ending {
    /** Time for the message in flight, the close frame and the client's own close frame, if nothing else is sent. */
    static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /**
     * An end that has begun.
     *
     * @param code code of the close frame, or null if a close frame was already sent or received
     * @param reason reason in the close frame
     * @param afterQueue true if queued messages are sent before the close frame
     * @param cutNanos time at which the connection is cut
     */
    record Begun(@Nullable CloseCode code, String reason, boolean afterQueue, long cutNanos) {
        /** An end at which queued messages are discarded. */
        static Begun now(@Nullable CloseCode code, String reason, long nowNanos) {
            return new Begun(code, reason, false, nowNanos + GRACE_NANOS);
        }

        boolean isOver(long nowNanos) {
            return nowNanos - cutNanos > 0;
        }
    }

    private volatile @Nullable Begun begun;
    private volatile boolean gone;

    @GuardedBy("this")
    private boolean frameSent;

    /** Begins the end of the connection, unless it has already begun. */
    synchronized void begin(Begun wanted) {
        if (begun == null) {
            begun = wanted;
        }
    }

    /** The end that has begun, or null. */
    @Nullable
    Begun begun() {
        return begun;
    }

    /** Marks the connection as closed: nothing can be sent any more. */
    void gone() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    /** Returns the code to send, and null at each later call, or if no close frame has to be sent. */
    synchronized @Nullable CloseCode takeCode() {
        if (begun == null || frameSent) {
            return null;
        }
        frameSent = true;
        return begun.code;
    }
}
