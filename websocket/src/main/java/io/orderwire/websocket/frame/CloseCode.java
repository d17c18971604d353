package io.orderwire.websocket.frame;

/** Why the gateway closes a connection. */
public enum CloseCode {
    /** The gateway stops. */
    STOPPING(1001),
    /** The client violated RFC 6455. */
    PROTOCOL(1002),
    /** A binary message. */
    NOT_TEXT(1003),
    /** The message is longer than the limit. */
    TOO_BIG(1009),
    /** Work for the client failed unexpectedly, through a fault of the gateway. */
    FAILED(1011),
    /** The limit of connections was exceeded; detected only after the handshake. */
    TOO_MANY(1013),
    /** The client has received data too slowly for too long. */
    SLOW(4001),
    /** The client sent more messages than the limit. */
    RATE(4002),
    /** No answer to a ping. */
    NO_PONG(4004),
    /** The client's token is no longer valid. */
    TOKEN_EXPIRED(4005);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    /** The number in the close frame. */
    public int code() {
        return code;
    }
}
