package io.orderwire.ingestor.checkpoint;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of one file that were shed for their age and whose events are still to be counted.
 *
 * @param id names its gap
 * @param file the file and generation
 * @param from first byte not read
 * @param lineStart where the line that holds it begins
 * @param to where reading resumed, the beginning of a line
 * @param fingerprint of the bytes before {@code to}: others in their place are not the ones to count
 * @param fromMs when the first of them was written, as far as known, epoch milliseconds
 * @param toMs when they were shed, epoch milliseconds
 */
public record UncountedBytes(
        String id, HourFile file, long from, long lineStart, long to, String fingerprint, long fromMs, long toMs) {

    /** Refuses bytes of no file. */
    public UncountedBytes {
        CheckpointJson.require(file != null, "file must be there");
    }

    /** Its gap: with so many events, or null while they are not counted. */
    public Gap gap(@Nullable Long events) {
        return gap(Gap.Reason.AGE, events);
    }

    /** Its gap once the bytes are gone. */
    public Gap vanished() {
        return gap(Gap.Reason.VANISHED, null);
    }

    private Gap gap(Gap.Reason reason, @Nullable Long events) {
        String fromPos = new Position(file, from).toString();
        String toPos = new Position(file, to).toString();
        return Gap.builder(id, Gap.Where.INGESTOR, reason)
                .positions(fromPos, toPos)
                .events(events)
                .bytes(to - from)
                .times(fromMs, toMs)
                .build();
    }
}
