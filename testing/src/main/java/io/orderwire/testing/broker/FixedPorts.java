package io.orderwire.testing.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports outside the ephemeral range, which the system does not assign to outgoing connections. A client that keeps
 * connecting to an unused port of the ephemeral range may connect to itself, and a broker that is started again may find
 * its port taken.
 */
public final class FixedPorts {
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 1_000;

    private FixedPorts() {}

    public static List<Integer> take(int count) {
        List<Integer> taken = new ArrayList<>();
        for (int tries = 0; taken.size() < count; tries++) {
            if (tries > TRIES) {
                throw new IllegalStateException("no free ports between " + LOWEST + " and " + HIGHEST);
            }
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (!taken.contains(port) && isFree(port)) {
                taken.add(port);
            }
        }
        return taken;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
