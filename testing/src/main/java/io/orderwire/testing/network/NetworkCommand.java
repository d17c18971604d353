package io.orderwire.testing.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs {@code ip} and {@code iptables}, which answer at once. */
final class NetworkCommand {
    private static final long TIMEOUT_SECONDS = 20;

    private NetworkCommand() {}

    /**
     * Runs a command and returns its output.
     *
     * @param command words, separated by blanks
     * @throws IllegalStateException with its output if it fails
     */
    static String run(String command) {
        Result result = result(command);
        if (result.failed) {
            throw new IllegalStateException(command + ": " + result.output);
        }
        return result.output;
    }

    /** Runs a command; returns why it failed, empty if it did not. */
    static Optional<String> failure(String command) {
        Result result = result(command);
        return result.failed ? Optional.of(command + ": " + result.output) : Optional.empty();
    }

    private record Result(boolean failed, String output) {}

    private static Result result(String command) {
        try {
            Process process = new ProcessBuilder(List.of(command.split(" ")))
                    .redirectErrorStream(true)
                    .start();
            // A program that is killed ends its output, which is read without a bound of its own.
            process.onExit()
                    .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(late -> process.destroyForcibly());
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int exit = process.waitFor();
            return exit == 0 ? new Result(false, output) : new Result(true, output + " (exit code " + exit + ")");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + command, e);
        }
    }
}
