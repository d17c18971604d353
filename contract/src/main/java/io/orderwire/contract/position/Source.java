package io.orderwire.contract.position;

import java.util.Arrays;
import java.util.List;

/** The shapes in which a node writes order statuses, each into a folder of its own below the data folder. */
public enum Source {
    /** One bare event a line. */
    PLAIN("plain", "node_order_statuses"),
    /** One block a line: an envelope with all its events, possibly none. */
    BY_BLOCK("by-block", "node_order_statuses_by_block"),
    /** One event a line, in the envelope of its block. */
    STREAMING("streaming", "node_order_statuses_streaming");

    private final String option;
    private final String directory;

    Source(String option, String directory) {
        this.option = option;
        this.directory = directory;
    }

    /** The word for it in options and keys. */
    public String option() {
        return option;
    }

    /** Its folder's name below the data folder. */
    public String directory() {
        return directory;
    }

    /**
     * The source with that word.
     *
     * @throws IllegalArgumentException naming the word, when there is none
     */
    public static Source of(String option) {
        return Arrays.stream(values())
                .filter(source -> source.option.equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no source: " + option + "; there are " + options()));
    }

    /** All words. */
    public static List<String> options() {
        return Arrays.stream(values()).map(Source::option).toList();
    }
}
