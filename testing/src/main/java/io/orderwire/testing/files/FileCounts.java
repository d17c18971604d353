package io.orderwire.testing.files;

/**
 * How much a node's files hold.
 *
 * @param files hour files
 * @param lines lines ended by a line feed
 * @param empty lines without an event: of whitespace only, or an envelope without events
 * @param events events, orders or not
 * @param orders events that count as orders
 * @param unfinishedBytes bytes after the last line feed of each file, which hold no event yet
 */
public record FileCounts(long files, long lines, long empty, long events, long orders, long unfinishedBytes) {
    static final FileCounts NONE = new FileCounts(0, 0, 0, 0, 0, 0);

    FileCounts plus(FileCounts other) {
        return new FileCounts(
                files + other.files,
                lines + other.lines,
                empty + other.empty,
                events + other.events,
                orders + other.orders,
                unfinishedBytes + other.unfinishedBytes);
    }
}
