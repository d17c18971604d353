package io.orderwire.benchmarks.peers;

/** How a WebSocket client asks a server for all orders. */
enum Feed {
    /** Orderwire's gateway. */
    GATEWAY(
            "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"x\"}}",
            "{\"channel\":\"subscriptionResponse\""),
    /** The plain watcher, which sends everything to everybody. */
    WATCHER("", "{\"channel\":\"ready\"}"),
    /** A NATS server: its protocol of lines in frames. */
    NATS("CONNECT {\"verbose\":false}\r\nSUB " + Feed.SUBJECT + " 1\r\nPING\r\n", "PONG\r\n");

    /** The subject that lines are published to. */
    static final String SUBJECT = "orders";

    private static final String PING = "PING\r\n";
    private static final String PONG = "PONG\r\n";

    private final String request;
    private final String ready;

    Feed(String request, String ready) {
        this.request = request;
        this.ready = ready;
    }

    /** What the client sends when it is connected; may be empty. */
    String request() {
        return request;
    }

    /** Whether this message says that the client gets all orders from now on. */
    boolean isReady(String message) {
        return message.startsWith(ready) || this == NATS && message.endsWith(ready);
    }

    /** What the client has to send on a message; may be empty. */
    String answer(String message) {
        return this == NATS && message.equals(PING) ? PONG : "";
    }
}
