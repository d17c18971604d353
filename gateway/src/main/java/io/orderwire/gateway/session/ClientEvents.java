package io.orderwire.gateway.session;

/** Counts events of clients. Called by any thread. */
@FunctionalInterface
public interface ClientEvents {
    /** A slow client lost {@code events} events. */
    void dropped(long events);

    /** Work for a client failed, and its connection is closed. */
    default void failed(Throwable failure) {}
}
