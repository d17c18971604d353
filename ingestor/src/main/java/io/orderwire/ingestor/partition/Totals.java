package io.orderwire.ingestor.partition;

/**
 * Counts since the topics were created.
 *
 * @param found events found in the files, including duplicates, and including shed events once they are counted
 * @param linesRead lines read or counted, up to their line feed
 * @param linesEmpty lines among them without an event
 * @param skipped events shed because of their age, as far as they are counted
 * @param duplicates events dropped because a restarted node had written them again
 * @param vanished losses of bytes whose events can never be counted
 */
public record Totals(long found, long linesRead, long linesEmpty, long skipped, long duplicates, long vanished) {
    /** Nothing yet. */
    public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);

    /** A copy with {@code more} additional losses whose events can never be counted. */
    public Totals andVanished(int more) {
        return new Totals(found, linesRead, linesEmpty, skipped, duplicates, vanished + more);
    }
}
