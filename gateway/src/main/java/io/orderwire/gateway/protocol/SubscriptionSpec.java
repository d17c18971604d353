package io.orderwire.gateway.protocol;

import io.orderwire.gateway.match.OrderFilter;
import org.jspecify.annotations.Nullable;

/** The content of a subscription. */
public sealed interface SubscriptionSpec {
    /** Memory of any subscription, without its filter, bytes. */
    int LEAST_MEMORY = 2_048;

    /** Approximate memory of such a subscription, bytes. */
    default long memory() {
        return LEAST_MEMORY;
    }

    /** The key by which a subscription is found when it is ended or repeated. */
    default Object key() {
        return this;
    }

    /** Longest message that the client accepts, 0 if the client does not set it. */
    default int frameBytes() {
        return 0;
    }

    /** Where it begins. */
    default StartPosition from() {
        return StartPosition.LATEST;
    }

    /** The same subscription without its start position. */
    default SubscriptionSpec withoutStart() {
        return this;
    }

    /**
     * Orders that match a filter.
     *
     * @param id the id that the client set, or null
     * @param filter selects the orders
     * @param batchMs longest time that an order waits for others to share a frame, 0 for one frame per order
     * @param from where it begins
     * @param frameBytes longest message that the client accepts, 0 if the client does not set it
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
     * @param frameBytes longest message that the client accepts, 0 if the client does not set it
     * @param from where it begins
     */
    record OrderUpdates(String user, int frameBytes, StartPosition from) implements SubscriptionSpec {
        /** One of a client that takes messages of any length. */
        public OrderUpdates(String user) {
            this(user, 0);
        }

        /** A subscription that begins with new updates. */
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

    /** Stats of the pipeline, once a second. */
    record Pipeline() implements SubscriptionSpec {}

    /** Losses, as they become known. */
    record Gaps() implements SubscriptionSpec {}
}
