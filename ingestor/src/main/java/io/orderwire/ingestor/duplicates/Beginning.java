package io.orderwire.ingestor.duplicates;

import java.util.Arrays;

/**
 * The first two events of the streaming block that is being read. If they come again although the number has not gone back,
 * a restarted node may be writing this block again, or the block holds equal events: nothing shows which. Not thread-safe.
 */
final class Beginning {
    /** What an event shows. */
    enum Sign {
        /** It is another event. */
        OTHER,
        /** It equals the first event; the next one shows more. */
        FIRST,
        /** The block may have begun again with the event before, or with this one. */
        AGAIN
    }

    /** Bytes kept of the first event; of a longer one its end. */
    private static final int MOST_BYTES = 4 * 1024;

    private final byte[] end = new byte[MOST_BYTES];
    private int length;
    private int events;
    private long first;
    private long second;
    private boolean repeatsFirst;

    /** A block begins with that event, whose hash is {@code hash}. */
    void begin(long hash, byte[] bytes, int from, int to) {
        int eventFrom = Math.max(from, BlockNumber.eventsFrom(bytes, from, to));
        length = Math.min(to - eventFrom, MOST_BYTES);
        System.arraycopy(bytes, to - length, end, 0, length);
        first = hash;
        events = 1;
        repeatsFirst = false;
    }

    /** Continues in a block whose first event has that hash; no more is known of its events. */
    void resume(long hash) {
        length = 0;
        first = hash;
        events = 0;
        repeatsFirst = false;
    }

    /** Takes the next event of the block. Cheap: its end is compared with that of the first one. */
    Sign next(byte[] bytes, int from, int to) {
        boolean mayBeFirst = to - from >= length && Arrays.equals(bytes, to - length, to, end, 0, length);
        if (!mayBeFirst && events > 1 && !repeatsFirst) {
            return Sign.OTHER;
        }
        return look(mayBeFirst, BlockNumber.eventHash(bytes, from, to));
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
