package io.orderwire.websocket.transport;

import java.util.Locale;

/** Why the gateway ended or refused a TCP connection. */
public enum Ended {
    /** Its address had the maximum number of connections, and none of them was waiting for a request. */
    ADDRESS,
    /** Its address opened connections faster than the limit. */
    RATE,
    /** The gateway had the maximum number of connections, and none of them was waiting for a request. */
    FULL,
    /** It was waiting for a request and was closed to make room for a newer connection. */
    REPLACED,
    /** No first request arrived, or its head or the TLS handshake took too long. */
    SILENT,
    /** No further request arrived. */
    IDLE,
    /** The client took too long to send the body of a request or to receive the answer. */
    SLOW,
    /** The operating system failed to accept the connection or to provide its address. */
    FAILED;

    /** Its name in metrics. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
