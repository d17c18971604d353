package io.orderwire.gateway.session;

/** Counts what happens to clients. Called by any thread. */
@FunctionalInterface
public interface ClientEvents {
    /** A slow client lost so many events. */
    void dropped(long events);

    /** Work for a client failed with that, and its connection is closed for it. */
    default void failed(Throwable failure) {}
}
