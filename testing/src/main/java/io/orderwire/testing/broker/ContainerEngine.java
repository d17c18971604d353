package io.orderwire.testing.broker;

import io.orderwire.testing.prerequisite.Prerequisite;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** The Docker engine of this machine, if it has one. */
public final class ContainerEngine {
    private ContainerEngine() {}

    /** Skips the running test when no engine answers, or fails it where an engine is required. */
    public static void require() {
        Prerequisite.DOCKER.check(whyNot());
    }

    /** Empty when an engine answers, else why tests that need one are skipped. */
    public static Optional<String> whyNot() {
        try {
            DockerClientFactory.instance().client().pingCmd().exec();
            return Optional.empty();
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            return Optional.of(
                    "no Docker engine answers: " + message.lines().findFirst().orElse(message));
        }
    }
}
