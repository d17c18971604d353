package io.orderwire.ingestor.checkpoint;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of one file that were shed because of their age, and whose events are not counted yet.
 *
 * @param id id of its gap
 * @param file the file and generation
 * @param from first byte not read
 * @param lineStart offset of the line that contains it
 * @param to offset of the line at which reading resumed
 * @param fingerprint hash of the bytes before {@code to}, which shows whether the file still holds the bytes to count
 * @param fromMs when the first of them was written, as far as known, epoch milliseconds
 * @param toMs when they were shed, epoch milliseconds
 */
public record UncountedBytes(
        String id, HourFile file, long from, long lineStart, long to, String fingerprint, long fromMs, long toMs) {

    /** Rejects bytes without a file. */
    public UncountedBytes {
        CheckpointJson.require(file != null, "file must be there");
    }

    /** Its gap with that number of events, which is null while they are not counted. */
    public Gap gap(@Nullable Long events) {
        return gap(Gap.Reason.AGE, events);
    }

    /** Its gap if the bytes are gone before their events are counted. */
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
