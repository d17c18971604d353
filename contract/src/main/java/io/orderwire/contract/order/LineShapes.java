package io.orderwire.contract.order;

import org.jspecify.annotations.Nullable;

/**
 * A few shapes of lines that were read before. Most lines of a node have one of them, and are read without a JSON reader. A
 * shape moves ahead when a line matches it, and a new one takes the last place, so that lines that no other line resembles
 * cannot displace the usual ones. Learning costs as much as reading a line ten times, so at most one line of {@value
 * #LINES_PER_SHAPE} is learned from, besides the first {@value #MOST}. Not thread-safe.
 */
final class LineShapes {
    /** What has to follow a line so that it counts as read. */
    private enum Follows {
        /** The end of the bytes. */
        END,
        /** A line feed. */
        LINE_FEED,
        /** Anything. */
        ANY;

        boolean isAt(int index, byte[] bytes, int to) {
            return switch (this) {
                case END -> index == to;
                case LINE_FEED -> index < to && bytes[index] == '\n';
                case ANY -> true;
            };
        }
    }

    private static final int MOST = 8;

    /** Odd, so that of lines of two kinds that take turns both are learned from. */
    private static final int LINES_PER_SHAPE = 31;

    private static final int MOST_CREDIT = MOST * LINES_PER_SHAPE;

    private final @Nullable LineShape[] shapes = new LineShape[MOST];
    private int count;

    /** Lines that were read and not yet used up by learning. */
    private int credit = MOST_CREDIT;

    private long unusual;

    /** True if the line has a known shape; its parts are then in {@code found}, else {@code found} is undefined. */
    boolean match(byte[] bytes, int from, int to, Parts found) {
        return find(bytes, from, to, Follows.END, found) == to;
    }

    /**
     * The end of the line that has a known shape and begins at {@code from}, or {@link ScalarEnd#NONE} if none does and ends at or
     * before {@code to}; its parts are then in {@code found}, else {@code found} is undefined.
     */
    int end(byte[] bytes, int from, int to, Parts found) {
        return find(bytes, from, to, Follows.ANY, found);
    }

    /** Like {@link #end}, if a line feed follows before {@code to}. */
    int beforeLineFeed(byte[] bytes, int from, int to, Parts found) {
        return find(bytes, from, to, Follows.LINE_FEED, found);
    }

    private int find(byte[] bytes, int from, int to, Follows follows, Parts found) {
        if (credit < MOST_CREDIT) {
            credit++;
        }
        for (int i = 0; i < count; i++) {
            LineShape shape = shapes[i];
            if (shape != null) {
                // A shape that matched partly has set parts that the next one may not have.
                found.clear();
                int end = shape.end(bytes, from, to, found);
                if (end != ScalarEnd.NONE && follows.isAt(end, bytes, to)) {
                    moveAhead(i, shape);
                    return end;
                }
            }
        }
        unusual++;
        return ScalarEnd.NONE;
    }

    private void moveAhead(int i, LineShape shape) {
        if (i > 0) {
            shapes[i] = shapes[i - 1];
            shapes[i - 1] = shape;
        }
    }

    /** True if the line that did not match is one of those to learn from, if it is an order. */
    boolean takeTurn() {
        if (credit < LINES_PER_SHAPE) {
            return false;
        }
        credit -= LINES_PER_SHAPE;
        return true;
    }

    /** Learns the shape of an order that did not match. */
    void learn(byte[] bytes, int from, int to, ShapeLearner.Layout layout) {
        LineShape shape = ShapeLearner.learn(bytes, from, to, layout);
        if (shape == null || shape.end(bytes, from, to, new Parts()) != to) {
            return;
        }
        if (count < MOST) {
            count++;
        }
        shapes[count - 1] = shape;
    }

    /** Lines that did not match. */
    long unusual() {
        return unusual;
    }
}
