package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The length that a file was seen to have: bytes that it no longer holds were lost. */
final class SeenLength {
    private static final Logger log = LoggerFactory.getLogger(SeenLength.class);

    private final UnreportedLosses losses;
    private long bytes;
    private long ofContents;
    private long beforeLoss;
    private final long ofFormer;

    /** Of a file that was seen to have {@code bytes} bytes. */
    SeenLength(UnreportedLosses losses, long bytes) {
        this(losses, bytes, 0);
    }

    private SeenLength(UnreportedLosses losses, long bytes, long ofFormer) {
        this.losses = losses;
        this.bytes = bytes;
        this.ofFormer = ofFormer;
    }

    /** Of the next generation, of which nothing was seen yet. */
    SeenLength next() {
        return new SeenLength(losses, 0, Math.max(bytes, beforeLoss));
    }

    /** Bytes seen, without those that were reported as lost. */
    long bytes() {
        return bytes;
    }

    /** The file was seen to have at least {@code size} bytes. */
    void atLeast(long size) {
        bytes = Math.max(bytes, size);
    }

    /** Losses that were reported after the checkpoint with {@code size} bytes seen are not in Kafka. */
    void goBackTo(long size) {
        bytes = Math.max(size, Math.max(bytes, beforeLoss));
    }

    /** All bytes seen so far belong to the contents that are read. */
    void isOfContents() {
        ofContents = bytes;
    }

    /** Other contents were found: growth since the contents were last known may belong to them and does not count. */
    void mayBeOfOthers() {
        bytes = Math.min(bytes, ofContents);
    }

    /**
     * Reports the bytes seen from {@code from} on as lost, if there are any.
     *
     * @param unknown whether bytes may have been written that nobody saw, and are lost with them
     */
    void lose(HourFile file, long from, boolean unknown, String how, long fromMs, long nowMs) {
        long until = Math.max(from, bytes);
        if (until == from && !unknown) {
            return;
        }
        log.warn(
                "{} {}: {} bytes from byte {} on are lost unread",
                file,
                how,
                unknown ? "an unknown number of" : until - from,
                from);
        losses.vanished(file, from, until, unknown, fromMs, nowMs);
        beforeLoss = Math.max(beforeLoss, bytes);
        bytes = from;
    }

    /** A checkpoint with {@code size} bytes seen is in Kafka, and so are the losses reported until then. */
    void committed(long size) {
        beforeLoss = size;
    }

    /**
     * The length that {@code generation} was seen to have, 0 if none; losses that are not in Kafka do not shorten it.
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
