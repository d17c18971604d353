package io.orderwire.gateway.session;

import io.orderwire.websocket.transport.Message;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One client's subscription to a stream, with its unreported loss. */
public final class Subscription {
    private final Loss loss = new Loss();
    private final @Nullable Function<Loss, Message> notice;

    private Subscription(@Nullable Function<Loss, Message> notice) {
        this.notice = notice;
    }

    /** A subscription whose next frame reports its losses. */
    public static Subscription reportingInFrames() {
        return new Subscription(null);
    }

    /**
     * A subscription whose losses are reported by a separate message, before its next frame or once the send queue is
     * empty.
     */
    public static Subscription reportingBy(Function<Loss, Message> notice) {
        return new Subscription(notice);
    }

    Loss loss() {
        return loss;
    }

    @Nullable
    Function<Loss, Message> notice() {
        return notice;
    }
}
