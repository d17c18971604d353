package io.orderwire.contract.position;

import java.util.Arrays;
import java.util.List;

/** The shapes in which a node writes order statuses. Each shape has its own folder below the data folder. */
public enum Source {
    /** One event per line, without an envelope. */
    PLAIN("plain", "node_order_statuses"),
    /** One block per line: an envelope with all events of the block, possibly none. */
    BY_BLOCK("by-block", "node_order_statuses_by_block"),
    /** One event per line, in the envelope of its block. */
    STREAMING("streaming", "node_order_statuses_streaming");

    private final String option;
    private final String directory;

    Source(String option, String directory) {
        this.option = option;
        this.directory = directory;
    }

    /** The word for this shape in options and keys. */
    public String option() {
        return option;
    }

    /** Name of its folder below the data folder. */
    public String directory() {
        return directory;
    }

    /**
     * The shape that has this word in options.
     *
     * @throws IllegalArgumentException naming the word, if no shape has this word
     */
    public static Source of(String option) {
        return Arrays.stream(values())
                .filter(source -> source.option.equals(option))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("not a source: " + option + "; there are " + options()));
    }

    /** All words. */
    public static List<String> options() {
        return Arrays.stream(values()).map(Source::option).toList();
    }
}
