package io.orderwire.standalone.pipeline;

import io.orderwire.runtime.config.Option;
import java.nio.file.Path;
import java.util.List;

/** Options of the standalone: of its embedded Kafka, and where it keeps things. */
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
            "Name or address under which other machines reach the embedded Kafka, which then listens on every interface;"
                    + " default this machine only.");

    /** All of them. */
    public static final List<Option<?>> ALL = List.of(STATE_DIR, BROKER_PORT, BROKER_ADVERTISED_HOST);

    private StandaloneOptions() {}
}
