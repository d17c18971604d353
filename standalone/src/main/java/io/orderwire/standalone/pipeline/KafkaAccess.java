package io.orderwire.standalone.pipeline;

import io.orderwire.broker.BrokerUsers;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.secret.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Determines which users may connect to the embedded Kafka from other machines. */
final class KafkaAccess {
    private static final Logger log = LoggerFactory.getLogger(KafkaAccess.class);

    private static final int MOST_BYTES = 1 << 20;

    private KafkaAccess() {}

    /**
     * Returns the users of the file that the settings name; none if the broker serves this machine only, or everybody.
     *
     * @throws ConfigurationException if the broker is open to the network without users and without
     *     {@code broker.insecure}, or if the file of users is invalid
     */
    static BrokerUsers users(Settings settings) {
        String host = settings.get(StandaloneOptions.BROKER_ADVERTISED_HOST);
        Path file = settings.get(StandaloneOptions.BROKER_USERS_FILE);
        boolean named = !file.toString().isEmpty();
        if (host.isEmpty()) {
            if (named) {
                log.warn(
                        "{} has no effect: without {} Kafka serves this machine only, and all of it",
                        StandaloneOptions.BROKER_USERS_FILE.name(),
                        StandaloneOptions.BROKER_ADVERTISED_HOST.name());
            }
            return BrokerUsers.none();
        }
        if (named) {
            try {
                BrokerUsers users = BrokerUsers.of(file, SecretFile.readLines(file, MOST_BYTES));
                SecretFile.exposure(file).ifPresent(log::warn);
                return users;
            } catch (IllegalArgumentException | IOException e) {
                throw new ConfigurationException(StandaloneOptions.BROKER_USERS_FILE.name() + ": " + e.getMessage());
            }
        }
        if (!settings.get(StandaloneOptions.BROKER_INSECURE)) {
            throw new ConfigurationException(StandaloneOptions.BROKER_ADVERTISED_HOST.name() + "=" + host
                    + " opens Kafka to the network, where everyone who can connect can read and write every topic; name those"
                    + " who may read in a file (" + StandaloneOptions.BROKER_USERS_FILE.name() + "), or set "
                    + StandaloneOptions.BROKER_INSECURE.name() + "=true if that is meant");
        }
        log.warn(
                "{}: whoever reaches Kafka at {} can read, write and delete every topic",
                StandaloneOptions.BROKER_INSECURE.name(),
                host);
        return BrokerUsers.none();
    }
}
