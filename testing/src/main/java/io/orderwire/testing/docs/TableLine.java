package io.orderwire.testing.docs;

import java.util.List;

/**
 * A line of a table, its head included.
 *
 * @param heading text of the heading above the table
 * @param cells text of the cells, without markup
 */
public record TableLine(String heading, List<String> cells) {
    /** The text of the first cell. */
    public String first() {
        return cells.get(0);
    }
}
