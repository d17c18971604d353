package io.orderwire.gateway.protocol;

import io.orderwire.gateway.match.OrderFilter;
import org.jspecify.annotations.Nullable;

/** What a subscription is for. */
public sealed interface SubscriptionSpec {
    /**
     * Orders that match a filter.
     *
     * @param id the client's name for it, or null when it gave none
     * @param filter what it asks for
     * @param batchMs longest time that an order waits for others to share a frame, 0 for a frame each
     */
    record Orders(@Nullable String id, OrderFilter filter, int batchMs) implements SubscriptionSpec {}

    /** @param user address in lower case */
    record OrderUpdates(String user) implements SubscriptionSpec {}

    /** Figures of the pipeline, once a second. */
    record Pipeline() implements SubscriptionSpec {}

    /** Losses, as they become known. */
    record Gaps() implements SubscriptionSpec {}
}
