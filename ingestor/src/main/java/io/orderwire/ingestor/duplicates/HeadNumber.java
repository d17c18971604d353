package io.orderwire.ingestor.duplicates;

import io.orderwire.ingestor.split.BlockNumber;
import org.jspecify.annotations.Nullable;

/** The block number in the head of the envelope whose events are passed one by one; each head is read once. Not thread-safe. */
final class HeadNumber {
    private byte @Nullable [] last;
    private long number;

    /** The number, or -1 if the head does not contain one. */
    long of(byte[] head) {
        if (head != last) {
            last = head;
            number = BlockNumber.of(head, 0, head.length);
        }
        return number;
    }

    /** The head that was read last, null if none was read. */
    byte @Nullable [] last() {
        return last;
    }
}
