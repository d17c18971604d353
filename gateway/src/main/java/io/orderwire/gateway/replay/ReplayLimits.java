package io.orderwire.gateway.replay;

/**
 * Bounds of subscriptions that begin in the past and have not caught up.
 *
 * @param most that are read at a time
 * @param ofClient that may be one client's, those that wait among them
 * @param ofAddress that are read at a time for the clients of one address
 * @param ofToken that are read at a time for the clients of one token
 * @param waiting that may wait for others to catch up; of one address or token half of it
 * @param bytes that all that are read may take
 * @param patienceMs how long one may wait for the live stream to come to where it stands
 */
public record ReplayLimits(
        int most, int ofClient, int ofAddress, int ofToken, int waiting, long bytes, int patienceMs) {}
