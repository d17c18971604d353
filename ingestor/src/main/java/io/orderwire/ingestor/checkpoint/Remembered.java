package io.orderwire.ingestor.checkpoint;

import io.orderwire.contract.position.HourFile;
import java.util.List;

/**
 * What an ingestor that drops duplicates remembers at a checkpoint: how to read it again after a restart, and which blocks
 * it covers. The bytes of each file begin at {@link FileState#rememberedFrom()}.
 *
 * @param first lowest number of a block that should be remembered, -1 when nothing is
 * @param last highest number of a block
 * @param from lowest number from which on all blocks are remembered
 * @param cause why it is not {@code first}; empty when it is
 * @param restartFrom lowest number from which on the files hold all blocks, so that a restart remembers them
 * @param parts the files that the remembered blocks stand in
 */
public record Remembered(long first, long last, long from, String cause, long restartFrom, List<Part> parts) {
    /** Nothing is remembered: the ingestor does not drop duplicates. */
    public static final Remembered NOTHING = new Remembered(-1, -1, -1, "", -1, List.of());

    /**
     * One file.
     *
     * @param to highest number of a block in it
     * @param shed ranges of its bytes that were shed, in order: their events were not delivered and are not remembered
     */
    public record Part(HourFile file, long to, List<Shed> shed) {}

    /**
     * Bytes that were shed.
     *
     * @param from first byte
     * @param to byte after the last one
     * @param block highest number of a block in the file before them
     */
    public record Shed(long from, long to, long block) {}
}
