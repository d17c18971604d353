package io.orderwire.benchmarks.crash;

import java.util.List;
import java.util.Locale;

/** The forms of the Compose project, and how they are chosen. */
public enum ComposeForm {
    SMALL(".env", "kafka"),
    CLUSTER("cluster.env", "kafka-1");

    private final String file;
    private final String broker;

    ComposeForm(String file, String broker) {
        this.file = file;
        this.broker = broker;
    }

    /** @throws IllegalArgumentException when there is none of that name */
    static ComposeForm of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Flags of {@code docker compose}. */
    List<String> flags() {
        return List.of("--env-file", file);
    }

    /** The service of a part; of several brokers, of one of them. */
    String service(Part part) {
        return part == Part.BROKER ? broker : part.word();
    }
}
