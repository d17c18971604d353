package io.orderwire.ingestor.tail;

import io.orderwire.orders.HourFile;

/** How long a file was seen to be: what it holds no more of that was lost. */
final class Seen {
    private long bytes;
    private long ofContents;
    private long beforeLoss;
    private long ofFormer;

    /** Bytes seen, those left out that were reported as lost. */
    long bytes() {
        return bytes;
    }

    /** It was seen to be at least so long. */
    void atLeast(long size) {
        bytes = Math.max(bytes, size);
    }

    /** All that was seen belongs to the contents that are read. */
    void isOfContents() {
        ofContents = bytes;
    }

    /** Other contents were found: what it was seen to have grown by since they were looked at may be of those. */
    void mayBeOfOthers() {
        bytes = Math.min(bytes, ofContents);
    }

    /** Those from there on were lost. */
    void lost(long from) {
        beforeLoss = Math.max(beforeLoss, bytes);
        bytes = from;
    }

    /** A loss, reported so far, is in Kafka. */
    void committed(long size) {
        beforeLoss = size;
    }

    /** The next generation begins. */
    void startOver() {
        ofFormer = Math.max(bytes, beforeLoss);
        beforeLoss = 0;
        bytes = 0;
        ofContents = 0;
    }

    /**
     * How long that generation was seen to be, 0 when it never was; a loss that is not in Kafka left out.
     *
     * @param current the generation that is read
     */
    long of(HourFile generation, HourFile current) {
        if (generation.equals(current)) {
            return Math.max(bytes, beforeLoss);
        }
        return generation.nextGeneration().equals(current) ? ofFormer : 0;
    }
}
