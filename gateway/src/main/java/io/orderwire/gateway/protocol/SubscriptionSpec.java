package io.orderwire.gateway.protocol;

import io.orderwire.gateway.match.OrderFilter;
import org.jspecify.annotations.Nullable;

/** What a subscription is for. */
public sealed interface SubscriptionSpec {
    /** Of any subscription, its filter not counted. */
    int LEAST_MEMORY = 2_048;

    /** Memory that such a subscription takes, bytes, about. */
    default long memory() {
        return LEAST_MEMORY;
    }

    /** What it is found by when it ends, or comes again. */
    default Object key() {
        return this;
    }

    /** Longest message that the client takes, 0 if it says nothing of it. */
    default int frameBytes() {
        return 0;
    }

    /** Where it begins. */
    default StartPosition from() {
        return StartPosition.LATEST;
    }

    /** The same, wherever it once began. */
    default SubscriptionSpec withoutStart() {
        return this;
    }

    /**
     * Orders that match a filter.
     *
     * @param id the client's name for it, or null when it gave none
     * @param filter what it asks for
     * @param batchMs longest time that an order waits for others to share a frame, 0 for a frame each
     * @param from where it begins
     * @param frameBytes longest message that the client takes, 0 if it says nothing of it
     */
    record Orders(@Nullable String id, OrderFilter filter, int batchMs, StartPosition from, int frameBytes)
            implements SubscriptionSpec {
        /** One of a client that takes messages of any length. */
        public Orders(@Nullable String id, OrderFilter filter, int batchMs, StartPosition from) {
            this(id, filter, batchMs, from, 0);
        }

        @Override
        public long memory() {
            return LEAST_MEMORY + filter.memory();
        }

        @Override
        public Orders withoutStart() {
            return new Orders(id, filter, batchMs, StartPosition.LATEST, frameBytes);
        }
    }

    /**
     * Updates in the public API's shape.
     *
     * @param user address in lower case
     * @param frameBytes longest message that the client takes, 0 if it says nothing of it
     * @param from where it begins
     */
    record OrderUpdates(String user, int frameBytes, StartPosition from) implements SubscriptionSpec {
        /** One of a client that takes messages of any length. */
        public OrderUpdates(String user) {
            this(user, 0);
        }

        /** One that begins with what comes from now on. */
        public OrderUpdates(String user, int frameBytes) {
            this(user, frameBytes, StartPosition.LATEST);
        }

        @Override
        public OrderUpdates withoutStart() {
            return new OrderUpdates(user, frameBytes);
        }

        @Override
        public Object key() {
            return new OrderUpdates(user);
        }
    }

    /** Figures of the pipeline, once a second. */
    record Pipeline() implements SubscriptionSpec {}

    /** Losses, as they become known. */
    record Gaps() implements SubscriptionSpec {}
}
