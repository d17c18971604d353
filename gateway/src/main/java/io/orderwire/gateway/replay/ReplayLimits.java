package io.orderwire.gateway.replay;

/**
 * Bounds of subscriptions that begin in the past and have not caught up.
 *
 * @param most replays that are read at a time
 * @param ofClient replays of one client, including those that wait
 * @param ofAddress replays that are read at a time for the clients of one address
 * @param ofToken replays that are read at a time for the clients of one token
 * @param waiting replays that may wait for others to catch up; half of it for one address or token
 * @param bytes memory of all replays that are read
 * @param patienceMs how long a replay may wait until the live stream agrees with it
 */
public record ReplayLimits(
        int most, int ofClient, int ofAddress, int ofToken, int waiting, long bytes, int patienceMs) {}
