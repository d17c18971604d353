package io.orderwire.benchmarks.crash;

import java.util.List;
import java.util.Locale;

/** The forms of the Compose project, and how they are chosen. */
public enum ComposeForm {
    SMALL(List.of(), "kafka"),
    CLUSTER(List.of("--env-file", "cluster.env"), "kafka-1");

    private final List<String> flags;
    private final String broker;

    ComposeForm(List<String> flags, String broker) {
        this.flags = flags;
        this.broker = broker;
    }

    /** @throws IllegalArgumentException when there is none of that name */
    static ComposeForm of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Flags of {@code docker compose}. */
    List<String> flags() {
        return flags;
    }

    /** The service of a part; of several brokers, of one of them. */
    String service(Part part) {
        return part == Part.BROKER ? broker : part.word();
    }
}
