package io.orderwire.broker;

/** The broker's listeners, by the names that Kafka's configuration gives them. */
enum BrokerListener {
    /** Loopback: this process's own clients, and the broker's own requests to itself. */
    LOCAL,
    /** Every interface, under the advertised name; exists only if one is configured. */
    PUBLIC,
    /** Every interface, under the external address; exists only if one is configured. */
    EXTERNAL,
    /** Loopback: Kafka's metadata quorum of one. */
    CONTROLLER
}
