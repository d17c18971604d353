package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.orders.Gap;
import io.orderwire.orders.HourFile;
import io.orderwire.orders.Position;
import java.util.ArrayList;
import java.util.List;

/** Bytes found to be lost, until they are told at their place among the events. */
final class Losses {
    private final List<Gap> untold = new ArrayList<>();

    /** Bytes {@code [from, to)} of a file vanished before they were read. */
    void vanished(HourFile file, long from, long to, long fromMs, long nowMs) {
        String fromPos = new Position(file, from).toString();
        String toPos = new Position(file, to).toString();
        String id = id("vanished", file, from, nowMs);
        untold.add(
                new Gap(id, "ingestor", "vanished", null, null, null, fromPos, toPos, null, to - from, fromMs, nowMs));
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
