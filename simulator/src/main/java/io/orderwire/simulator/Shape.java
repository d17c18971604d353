package io.orderwire.simulator;

/** The shapes in which a node writes order statuses, named as on the command line. */
public enum Shape {
    /** One bare event a line. */
    PLAIN("node_order_statuses", "plain"),
    /** One block a line: an envelope with all its events, and with none for an empty block. */
    BY_BLOCK("node_order_statuses_by_block", "by-block"),
    /** One event a line, each in an envelope of its own. */
    STREAMING("node_order_statuses_streaming", "streaming");

    private final String directory;
    private final String optionName;

    Shape(String directory, String optionName) {
        this.directory = directory;
        this.optionName = optionName;
    }

    /** The folder below the node's data folder. */
    public String directory() {
        return directory;
    }

    /** The name on the command line: {@code plain}, {@code by-block} or {@code streaming}. */
    public String optionName() {
        return optionName;
    }
}
