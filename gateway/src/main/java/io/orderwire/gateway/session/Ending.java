package io.orderwire.gateway.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.websocket.frame.CloseCode;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How a connection ends: once, for one reason, and in bounded time. Thread-safe. */
final class Ending {
    /** Time after a close frame for the client to read it and to close, too. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /**
     * An end that has begun.
     *
     * @param code code to send, or null if a close frame was already sent or received
     * @param afterQueue true if waiting messages are sent first
     */
    record Begun(@Nullable CloseCode code, String reason, boolean afterQueue, long sinceNanos) {
        boolean isOver(long nowNanos) {
            return nowNanos - sinceNanos > GRACE_NANOS;
        }
    }

    private volatile @Nullable Begun begun;
    private volatile boolean gone;

    @GuardedBy("this")
    private boolean frameSent;

    /** Begins the end, unless it has begun. */
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

    /** Marks the connection as closed: nothing can be sent. */
    void gone() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    /** Returns the code to send, once; null if there is none or it was already sent. */
    synchronized @Nullable CloseCode takeCode() {
        if (begun == null || frameSent) {
            return null;
        }
        frameSent = true;
        return begun.code;
    }
}
