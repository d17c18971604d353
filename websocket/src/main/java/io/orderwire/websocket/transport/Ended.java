package io.orderwire.websocket.transport;

import java.util.Locale;

/** Why the gateway ended a TCP connection, or did not take it. */
public enum Ended {
    /** Its address had as many as it may, none of which waited for a request. */
    ADDRESS,
    /** Its address opens connections faster than it may. */
    RATE,
    /** All connections were taken, and none of them waited for a request. */
    FULL,
    /** It had waited for a request, and made room for a newer one. */
    REPLACED,
    /** No request came, or its head or a TLS handshake took too long. */
    SILENT,
    /** No other request came. */
    IDLE,
    /** The body of a request, or taking its answer, took too long. */
    SLOW,
    /** The system failed to accept it or to tell its address. */
    FAILED;

    /** Its name in metrics. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
