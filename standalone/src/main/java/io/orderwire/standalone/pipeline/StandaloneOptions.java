package io.orderwire.standalone.pipeline;

import io.orderwire.runtime.config.Option;
import java.nio.file.Path;
import java.util.List;

/** Options of the standalone: its embedded Kafka and its state folder. */
public final class StandaloneOptions {
    /** State folder. */
    public static final Option<Path> STATE_DIR = Option.path(
            "state.dir",
            "Folder of the embedded Kafka's data, used by one standalone at a time; default orderwire in the user's state"
                    + " folder.");

    /** Port of the embedded Kafka. */
    public static final Option<Integer> BROKER_PORT =
            Option.integer("broker.port", 9092, 0, 65_535, "Port of the embedded Kafka; 0 takes a free one.");

    /** Name of this machine for Kafka clients elsewhere. */
    public static final Option<String> BROKER_ADVERTISED_HOST = Option.text(
            "broker.advertised.host",
            "",
            "Name or address under which other machines reach the embedded Kafka, which then listens on every interface"
                    + " and needs broker.users.file or broker.insecure; default this machine only.");

    /** Second address for Kafka clients elsewhere. */
    public static final Option<String> BROKER_EXTERNAL_ADDRESS = Option.text(
            "broker.external.address",
            "",
            "Second address of the embedded Kafka, host:port, for clients that reach it in another way than by"
                    + " broker.advertised.host, such as through the published port of a container; the broker listens on that"
                    + " port as well.");

    /** File of the users that may connect from other machines. */
    public static final Option<Path> BROKER_USERS_FILE = Option.path(
            "broker.users.file",
            "File of those who may read the embedded Kafka from other machines, a name and a password in each line, and the"
                    + " word all after those who may do everything, such as the processes of the pipeline; they authenticate"
                    + " with SCRAM-SHA-512. Read at the start.");

    /** Allows every client on other machines to connect without authentication. */
    public static final Option<Boolean> BROKER_INSECURE = Option.flag(
            "broker.insecure",
            false,
            "Whether the embedded Kafka faces other machines without broker.users.file, where everyone who can connect can read"
                    + " and write every topic.");

    /** All of them. */
    public static final List<Option<?>> ALL = List.of(
            STATE_DIR,
            BROKER_PORT,
            BROKER_ADVERTISED_HOST,
            BROKER_EXTERNAL_ADDRESS,
            BROKER_USERS_FILE,
            BROKER_INSECURE);

    private StandaloneOptions() {}
}
