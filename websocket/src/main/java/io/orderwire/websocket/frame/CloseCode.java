package io.orderwire.websocket.frame;

/** Why the gateway closes a connection. */
public enum CloseCode {
    /** The gateway stops. */
    STOPPING(1001),
    /** Something that RFC 6455 forbids. */
    PROTOCOL(1002),
    /** A binary message. */
    NOT_TEXT(1003),
    /** A message over the limit. */
    TOO_BIG(1009),
    /** Work for the client failed in a way that nobody has foreseen: a fault of the gateway. */
    FAILED(1011),
    /** More connections than the limit, found out only after the handshake. */
    TOO_MANY(1013),
    /** The client takes in less than it asked for, for too long. */
    SLOW(4001),
    /** More messages than the limit. */
    RATE(4002),
    /** No answer to a ping. */
    NO_PONG(4004),
    /** The token that it came with holds no more. */
    TOKEN_EXPIRED(4005);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }
}
