package io.orderwire.gateway.session;

/**
 * Bounds of one connection.
 *
 * @param queueFrames frames that may wait for it
 * @param queueBytes bytes that may wait for it
 * @param sendDeadlineMs longest time for one message to reach the kernel
 * @param slowCloseMs longest time of dropping without having caught up in between
 * @param pingIntervalMs between pings
 * @param pongDeadlineMs longest time from ping to pong
 * @param messagesPerSecond that it may send in the long run
 * @param messageBurst that it may send at once
 * @param messageBytes longest message that it may send
 * @param subscriptions that it may hold
 * @param subscriptionBytes memory that those may take
 */
public record ClientLimits(
        int queueFrames,
        long queueBytes,
        long sendDeadlineMs,
        long slowCloseMs,
        long pingIntervalMs,
        long pongDeadlineMs,
        int messagesPerSecond,
        int messageBurst,
        int messageBytes,
        int subscriptions,
        long subscriptionBytes) {}
