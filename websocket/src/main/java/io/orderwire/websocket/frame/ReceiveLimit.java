package io.orderwire.websocket.frame;

/** Bounds how much one connection may send, and ends it when it sends more. Called on its I/O thread. */
public interface ReceiveLimit {
    /** Counts so many messages; returns false if the connection has sent too many before, and is being closed for it. */
    boolean admit(int messages);

    /** Counts so many messages that were received already. */
    void charge(int messages);
}
