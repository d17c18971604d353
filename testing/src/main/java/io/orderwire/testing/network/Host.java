package io.orderwire.testing.network;

import java.util.List;

/**
 * A host of a {@link TestNetwork}: a network namespace with one address of its own.
 *
 * @param name unique in its network
 * @param namespace name of the namespace
 * @param address IPv4 address, which other hosts and the test reach
 */
public record Host(String name, String namespace, String address) {
    /** The words that precede a command to run it on this host. The process keeps its id. */
    public List<String> launcher() {
        return List.of("ip", "netns", "exec", namespace);
    }
}
