package io.orderwire.standalone.pipeline;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ListenFailure;
import io.orderwire.runtime.process.ProcessExit;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Checks ports early, before slow parts start that would detect a busy port only at their end. */
public final class Ports {
    private static final int TRIES = 100;
    private static final int HIGHEST = 65_535;

    private final Set<Integer> chosen = new HashSet<>();

    /**
     * Checks that a port is free.
     *
     * @param what name of the port in the message
     * @param flag the flag that sets another port
     * @throws ProcessExit {@link ExitCode#PORT_BUSY} when something listens there, or {@link ExitCode#USAGE} when this
     *     process cannot listen there for another reason
     */
    public static void requireFree(String what, String flag, String host, int port) {
        if (port != 0 && !isFree(what, host, port)) {
            throw new ProcessExit(
                    ExitCode.PORT_BUSY,
                    what + " port " + host + ":" + port + " is not free; " + flag + " takes another");
        }
    }

    /** Checks in the same way that the management port of these settings is free. */
    static void requireFreeManagement(Settings settings) {
        requireFree(
                "management",
                "--management-port",
                settings.get(PipelineOptions.MANAGEMENT_HOST),
                settings.get(PipelineOptions.MANAGEMENT_PORT));
    }

    /**
     * The port, or the next above it that is free and was not chosen before.
     *
     * @throws ProcessExit {@link ExitCode#PORT_BUSY} when none of the next hundred is, or {@link ExitCode#USAGE} as above
     */
    public int nextFree(String what, String host, int port) {
        if (port == 0) {
            return 0;
        }
        for (int next = port; next < Math.min(port + TRIES, HIGHEST + 1); next++) {
            if (!chosen.contains(next) && isFree(what, host, next)) {
                chosen.add(next);
                return next;
            }
        }
        throw new ProcessExit(
                ExitCode.PORT_BUSY, what + " port " + host + ":" + port + " is busy, and so are the next " + TRIES);
    }

    private static boolean isFree(String what, String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (BindException e) {
            if (ListenFailure.isPortBusy(e)) {
                return false;
            }
            throw ListenFailure.exit(what + " port " + host + ":" + port, e);
        } catch (IOException expected) {
            // The part that uses the host reports one that is not an address.
            return true;
        }
    }
}
