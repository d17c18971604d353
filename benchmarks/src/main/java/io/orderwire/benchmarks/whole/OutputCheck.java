package io.orderwire.benchmarks.whole;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares the received orders with the written lines. Sequences of a partition without a gap or a repetition, as many orders
 * of each block as lines were written for it, and times that ascend in each partition mean that every line arrived once and
 * in order. Equal sums of marks mean that two receivers got the same orders.
 */
final class OutputCheck {
    private final Pipeline pipeline;

    OutputCheck(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * The first few faults of each kind. If orders were shed, only the connections are checked.
     *
     * @param firstBlock number of the first block that was written
     */
    List<String> broken(long written, Losses losses, int firstBlock) {
        List<String> broken = new ArrayList<>(pipeline.lost());
        if (!losses.none()) {
            return broken;
        }
        long expected = written - losses.deadLetters();
        check("consumer", pipeline.committed(), expected, broken);
        check("client of all orders", pipeline.all(), expected, broken);
        if (losses.deadLetters() == 0) {
            blocks("consumer", pipeline.committed(), firstBlock, broken);
            blocks("client of all orders", pipeline.all(), firstBlock, broken);
        }
        if (!pipeline.all().sum().equals(pipeline.committed().sum())) {
            broken.add("client and consumer did not get the same orders");
        }
        for (int i = 0; i < pipeline.filtered().size(); i++) {
            Received.Sum found = pipeline.filtered().get(i).sum();
            Received.Sum matched = pipeline.filters().sum(i);
            if (!found.equals(matched)) {
                broken.add("client of filter " + i + ": " + found.orders() + " orders, " + matched.orders() + " match"
                        + (found.orders() == matched.orders() ? ", and they are others" : ""));
            }
        }
        return broken;
    }

    private static void check(String who, Received received, long expected, List<String> broken) {
        received.findings().forEach(finding -> broken.add(who + ": " + finding));
        if (received.orders() != expected) {
            broken.add(who + ": " + received.orders() + " orders of " + expected + " lines");
        }
    }

    private void blocks(String who, Received received, int firstBlock, List<String> broken) {
        int[] written = pipeline.intended().lines();
        int[] arrived = received.perBlock(written.length);
        int from = Arrays.mismatch(written, firstBlock, written.length, arrived, firstBlock, arrived.length);
        if (from >= 0) {
            int block = firstBlock + from;
            broken.add(who + ": " + arrived[block] + " orders of block " + block + ", which has " + written[block]
                    + " lines");
        }
    }
}
