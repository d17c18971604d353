package io.orderwire.ingestor.duplicates;

import io.orderwire.ingestor.split.BlockNumber;
import java.util.Arrays;

/**
 * The first two events of the streaming block that is being read. If they are repeated although the number has not gone back,
 * either a restarted node is writing this block again, or the block contains equal events; these cases cannot be distinguished.
 * Not thread-safe.
 */
final class Beginning {
    /** The meaning of an event. */
    enum Sign {
        /** It is another event. */
        OTHER,
        /** It equals the first event; the next event decides. */
        FIRST,
        /** The block may have begun again with this event or the one before it. */
        AGAIN
    }

    /** Number of bytes that are kept of the first event; of a longer event, its end is kept. */
    private static final int MOST_BYTES = 4 * 1024;

    private final byte[] end = new byte[MOST_BYTES];
    private int length;
    private int events;
    private long first;
    private long second;
    private boolean repeatsFirst;

    /** Begins a block with its first event, whose hash is {@code hash}. */
    void begin(long hash, byte[] bytes, int from, int to) {
        int eventFrom = Math.max(from, BlockNumber.eventsFrom(bytes, from, to));
        length = Math.min(to - eventFrom, MOST_BYTES);
        System.arraycopy(bytes, to - length, end, 0, length);
        first = hash;
        events = 1;
        repeatsFirst = false;
    }

    /** Continues in a block of which only the hash of the first event is known. */
    void resume(long hash) {
        length = 0;
        first = hash;
        events = 0;
        repeatsFirst = false;
    }

    /** Adds the next event of the block. This is cheap, because the ends of the two events are compared first. */
    Sign next(byte[] bytes, int from, int to) {
        boolean mayBeFirst = to - from >= length && Arrays.equals(bytes, to - length, to, end, 0, length);
        if (!mayBeFirst && events > 1 && !repeatsFirst) {
            return Sign.OTHER;
        }
        return look(mayBeFirst, EventHash.ofEvent(bytes, from, to));
    }

    private Sign look(boolean mayBeFirst, long hash) {
        boolean repeatsBoth = repeatsFirst && hash == second;
        repeatsFirst = mayBeFirst && hash == first;
        if (repeatsBoth || repeatsFirst && events < 2) {
            return Sign.AGAIN;
        }
        if (events == 1) {
            second = hash;
            events = 2;
        }
        return repeatsFirst ? Sign.FIRST : Sign.OTHER;
    }
}
