package io.orderwire.websocket.transport;

/** Receives the messages of one connection. Called on its I/O thread. */
public interface Receiver {
    /** Runs work for the connection. A failure closes this connection only; it is not thrown. */
    void attempt(Runnable work);

    /** Returns true if the connection is being closed: messages and pings that arrive now are discarded. */
    boolean isEnding();

    /** Receives a text message. */
    void text(String message);

    /** A binary message arrived, and was discarded. */
    void binary();

    /** A pong arrived; returns false if no ping was waiting for it. */
    boolean pong();

    /** A close frame was sent or received: the connection receives no more messages. May be called again. */
    void closed();
}
