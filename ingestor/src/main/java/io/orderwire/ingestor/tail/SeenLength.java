package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The greatest length that a file was seen to have. If it no longer holds some of these bytes, they were lost. */
final class SeenLength {
    private static final Logger log = LoggerFactory.getLogger(SeenLength.class);

    private final UnreportedLosses losses;
    private long bytes;
    private long ofContents;
    private long beforeLoss;
    private final long ofFormer;

    /** For a file that was seen to have {@code bytes} bytes. */
    SeenLength(UnreportedLosses losses, long bytes) {
        this(losses, bytes, 0);
    }

    private SeenLength(UnreportedLosses losses, long bytes, long ofFormer) {
        this.losses = losses;
        this.bytes = bytes;
        this.ofFormer = ofFormer;
    }

    /** For the next generation, of which nothing was seen yet. */
    SeenLength next() {
        return new SeenLength(losses, 0, Math.max(bytes, beforeLoss));
    }

    /** Number of bytes seen, without those that were reported as lost. */
    long bytes() {
        return bytes;
    }

    /** Reports that the file was seen to have at least {@code size} bytes. */
    void atLeast(long size) {
        bytes = Math.max(bytes, size);
    }

    /** Goes back to a checkpoint with {@code size} bytes seen: losses that were reported after it are not in Kafka. */
    void goBackTo(long size) {
        bytes = Math.max(size, Math.max(bytes, beforeLoss));
    }

    /** Reports that all bytes seen so far belong to the contents that are being read. */
    void isOfContents() {
        ofContents = bytes;
    }

    /**
     * Reports that the file has other contents: growth since the former contents were last seen may belong to them and does not
     * count.
     */
    void mayBeOfOthers() {
        bytes = Math.min(bytes, ofContents);
    }

    /**
     * Reports the bytes seen from {@code from} on as lost, if there are any.
     *
     * @param unknown whether bytes may have been written without being seen, and are lost too
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

    /** Reports that a checkpoint with {@code size} bytes seen is in Kafka, together with the losses reported until then. */
    void committed(long size) {
        beforeLoss = size;
    }

    /**
     * The greatest length that {@code generation} was seen to have, 0 if it was not seen. Losses that are not in Kafka do not
     * reduce it.
     *
     * @param current the generation that is being read
     */
    long of(HourFile generation, HourFile current) {
        if (generation.equals(current)) {
            return Math.max(bytes, beforeLoss);
        }
        return generation.nextGeneration().equals(current) ? ofFormer : 0;
    }
}
