package io.orderwire.broker;

import org.jspecify.annotations.Nullable;

/**
 * Why a running broker can no longer serve.
 *
 * @param message what Kafka said
 * @param cause what Kafka threw, if anything
 */
public record BrokerFault(String message, @Nullable Throwable cause) {}
