package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.recover.Jump;
import io.orderwire.ingestor.split.FileCursor;
import io.orderwire.orders.Gap;
import io.orderwire.orders.HourFile;
import io.orderwire.orders.Position;
import io.orderwire.runtime.clock.SteadyClock;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes found to be lost, until they are told at their place among the events. Times that are handed in are of the steady
 * clock, those that are told of the wall clock.
 */
final class Losses {
    private final SteadyClock clock;
    private final List<Gap> untold = new ArrayList<>();

    Losses(SteadyClock clock) {
        this.clock = clock;
    }

    /** What the wall clock shows at a moment of the steady clock. */
    long wallMs(long steadyMs) {
        return steadyMs + clock.wallAheadMs();
    }

    /** Bytes {@code [from, to)} of a file vanished before they were read. */
    void vanished(HourFile file, long from, long to, long fromMs, long nowMs) {
        String fromPos = new Position(file, from).toString();
        String toPos = new Position(file, to).toString();
        long toldFromMs = wallMs(fromMs);
        long toldMs = wallMs(nowMs);
        String id = id("vanished", file, from, toldMs);
        untold.add(new Gap(
                id, "ingestor", "vanished", null, null, null, fromPos, toPos, null, to - from, toldFromMs, toldMs));
    }

    /** Bytes are shed for their age, up to {@code to}; the hash is of those before that. */
    Jump shed(HourFile file, FileCursor cursor, long to, String hash, long ageMs, long nowMs) {
        long wallMs = wallMs(nowMs);
        String id = id("age", file, cursor.offset(), wallMs);
        return new Jump(id, file, cursor.offset(), cursor.lineStart(), to, hash, wallMs - ageMs, wallMs);
    }

    /** Names a loss: no two begin at the same byte at the same time. */
    static String id(String reason, HourFile file, long from, long nowMs) {
        return "ingestor-" + reason + "-" + new Position(file, from) + "-" + nowMs;
    }

    void tell(PartitionedBlocks blocks) {
        untold.forEach(blocks::lost);
        untold.clear();
    }
}
