package io.orderwire.gateway.session;

import io.orderwire.websocket.transport.Message;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One client's share in a stream: what it lost of it. */
public final class Subscription {
    private final Loss loss = new Loss();
    private final @Nullable Function<Loss, Message> notice;

    private Subscription(@Nullable Function<Loss, Message> notice) {
        this.notice = notice;
    }

    /** Its frames report a loss themselves. */
    public static Subscription reportingInFrames() {
        return new Subscription(null);
    }

    /** A loss is reported by a message of its own before the next frame. */
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
