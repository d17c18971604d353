package io.orderwire.websocket.transport;

/** A WebSocket connection, as far as sending goes. Its methods are called on its own I/O thread only. */
public interface Transport {
    /** Sends one text message; runs {@code sent} once when it is with the kernel, perhaps before this returns. */
    void send(Message message, Runnable sent);

    /** Sends a ping. */
    void ping();

    /** Sends a close frame after the message in flight, if any. */
    void close(int code, String reason);

    /** Ends the connection at once. */
    void cut();
}
