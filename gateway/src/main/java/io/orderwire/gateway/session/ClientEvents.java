package io.orderwire.gateway.session;

/** Counts losses and failures of clients. Any thread may call it. */
@FunctionalInterface
public interface ClientEvents {
    /** A slow client lost {@code events} events. */
    void dropped(long events);

    /** Work for a client failed, and its connection is closed. */
    default void failed(Throwable failure) {}
}
