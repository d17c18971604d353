package io.orderwire.websocket.frame;

/** Limits how much one connection may send, and closes it when it exceeds the limit. Called on its I/O thread. */
public interface ReceiveLimit {
    /** Counts {@code messages}; returns false if the connection had already sent too many and is being closed. */
    boolean admit(int messages);

    /** Counts messages that were received before. */
    void charge(int messages);
}
