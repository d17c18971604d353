package io.orderwire.ingestor.partition;

/**
 * Running counts since the topics were created.
 *
 * @param found events found in the files
 * @param linesRead lines read, with their line feed
 * @param linesEmpty lines among them that hold no event
 */
public record Totals(long found, long linesRead, long linesEmpty) {
    /** Nothing yet. */
    public static final Totals NONE = new Totals(0, 0, 0);
}
