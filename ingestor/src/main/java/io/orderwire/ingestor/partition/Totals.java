package io.orderwire.ingestor.partition;

/**
 * Running counts since the topics were created.
 *
 * @param found events found in the files, skipped ones once they are counted and duplicates included
 * @param linesRead lines read or counted, with their line feed
 * @param linesEmpty lines among them that hold no event
 * @param skipped events shed for their age, as far as they are counted
 * @param duplicates events dropped as written again by a restarted node
 * @param vanished losses of bytes that nobody will ever count
 */
public record Totals(long found, long linesRead, long linesEmpty, long skipped, long duplicates, long vanished) {
    /** Nothing yet. */
    public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);

    /** These, with so many losses more that nobody will count. */
    public Totals andVanished(int more) {
        return new Totals(found, linesRead, linesEmpty, skipped, duplicates, vanished + more);
    }
}
