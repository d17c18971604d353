package io.orderwire.broker;

import org.jspecify.annotations.Nullable;

/** Another process listens on the port that the embedded broker was given. */
public final class PortBusyException extends BrokerStartException {
    private static final long serialVersionUID = 1L;

    private final int port;

    /** @param port the TCP port */
    public PortBusyException(int port) {
        this(port, null);
    }

    PortBusyException(int port, @Nullable Throwable cause) {
        super("Kafka's port " + port + " is busy", cause);
        this.port = port;
    }

    /** The TCP port. */
    public int port() {
        return port;
    }
}
