package io.orderwire.gateway.client;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One client's share in a stream: what it lost of it. */
public final class Subscription {
    private final Loss loss = new Loss();
    private final @Nullable Function<Loss, ByteBuffer> notice;

    private Subscription(@Nullable Function<Loss, ByteBuffer> notice) {
        this.notice = notice;
    }

    /** Its frames tell of a loss themselves. */
    public static Subscription tellingInFrames() {
        return new Subscription(null);
    }

    /** A loss is told by a message of its own before the next frame. */
    public static Subscription tellingBy(Function<Loss, ByteBuffer> notice) {
        return new Subscription(notice);
    }

    Loss loss() {
        return loss;
    }

    @Nullable
    Function<Loss, ByteBuffer> notice() {
        return notice;
    }
}
