package io.orderwire.benchmarks.attackers;

import java.util.function.IntFunction;

/**
 * One attack: connections that are opened again whenever they end.
 *
 * @param connections how many
 * @param readBytesPerSecond what each of them reads at most
 * @param peers makes the peer of the connection with that number
 */
record Attack(int connections, int readBytesPerSecond, IntFunction<Peer> peers) {
    /** As many bytes as come. */
    static final int UNLIMITED = Integer.MAX_VALUE;

    /** An attack that reads all that it gets. */
    static Attack reading(int connections, IntFunction<Peer> peers) {
        return new Attack(connections, UNLIMITED, peers);
    }
}
