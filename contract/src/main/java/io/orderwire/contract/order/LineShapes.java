package io.orderwire.contract.order;

import org.jspecify.annotations.Nullable;

/**
 * A few shapes of lines that were read before. Most lines of a node have one of them, and are read without a JSON reader. A
 * shape moves ahead when a line matches it, and a new one takes the last place, so that lines that no other line resembles
 * cannot displace the usual ones. As long as no line matches what was learned, ever fewer lines are learned from. Not thread-safe.
 */
final class LineShapes {
    private static final int MOST = 8;
    private static final int LONGEST_PAUSE = 4_096;

    private final @Nullable LineShape[] shapes = new LineShape[MOST];
    private int count;
    private int pause;
    private int linesToPass;

    /** True if the line has a known shape; its parts are then in {@code found}, else {@code found} is undefined. */
    boolean match(byte[] bytes, int from, int to, Parts found) {
        for (int i = 0; i < count; i++) {
            LineShape shape = shapes[i];
            if (shape != null && shape.matches(bytes, from, to, found)) {
                moveAhead(i);
                return true;
            }
        }
        return false;
    }

    private void moveAhead(int i) {
        if (i == count - 1) {
            // What was learned last is useful.
            pause = 0;
        }
        if (i > 0) {
            LineShape ahead = shapes[i - 1];
            shapes[i - 1] = shapes[i];
            shapes[i] = ahead;
        }
    }

    /** True if a line that did not match is to be learned; false if this line is one of those to pass over. */
    boolean isDue() {
        if (linesToPass == 0) {
            return true;
        }
        linesToPass--;
        return false;
    }

    /** Learns the shape of an order that did not match, if that {@linkplain #isDue is due}. */
    void learn(byte[] bytes, int from, int to, ShapeLearner.Layout layout) {
        if (!isDue()) {
            return;
        }
        LineShape shape = ShapeLearner.learn(bytes, from, to, layout);
        if (shape != null && shape.matches(bytes, from, to, new Parts())) {
            if (count < MOST) {
                shapes[count++] = shape;
                return;
            }
            shapes[count - 1] = shape;
        }
        linesToPass = pause;
        pause = Math.min(2 * pause + 1, LONGEST_PAUSE);
    }
}
