package io.orderwire.benchmarks.crash;

import java.util.Locale;

/** A process that can be killed. */
enum Part {
    BROKER,
    INGESTOR,
    PARSER,
    GATEWAY;

    /** As it is called on the command line and in tables. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
