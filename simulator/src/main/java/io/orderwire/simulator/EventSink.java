package io.orderwire.simulator;

/** Receives events one by one, in the order in which they happen. */
@FunctionalInterface
interface EventSink {
    /** Takes an order's new status; the order is valid during the call only. */
    void event(Order order, Status status);
}
