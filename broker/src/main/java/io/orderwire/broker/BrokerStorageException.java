package io.orderwire.broker;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The embedded broker's data folder cannot be used; the message names it and says why. */
public final class BrokerStorageException extends BrokerStartException {
    private static final long serialVersionUID = 1L;

    BrokerStorageException(Path dataDir, String why, @Nullable Throwable cause) {
        super("Kafka's data folder " + dataDir + " cannot be used: " + why, cause);
    }
}
