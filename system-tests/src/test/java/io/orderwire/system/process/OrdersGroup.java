package io.orderwire.system.process;

import java.util.List;

/** A consumer group with one member that reads the topic of orders from its beginning. A member can end and return. */
interface OrdersGroup extends AutoCloseable {
    /** Starts the member, which resumes after the offsets that the group has committed. */
    void start() throws Exception;

    /** How much its members got. */
    default int count() {
        return received().size();
    }

    /** All that its members got, in the order in which they got it. */
    List<Delivery> received();
}
