package io.orderwire.ingestor.sequence;

import io.orderwire.contract.gap.Gap;
import io.orderwire.ingestor.partition.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Distinguishes reports about the node from losses, for tests of losses whose files have any block numbers. */
public final class NodeMarkers {
    private NodeMarkers() {}

    /** The records without markers about the node. */
    public static List<RawRecord> without(List<RawRecord> records) {
        return records.stream().filter(record -> !isOfNode(record)).toList();
    }

    /** The gaps that are losses. */
    public static List<Gap> losses(List<Gap> gaps) {
        return gaps.stream().filter(gap -> gap.where() != Gap.Where.NODE).toList();
    }

    /** The gaps of hours that were never seen, and those that withdraw them. */
    public static List<Gap> missingHours(List<Gap> gaps) {
        return gaps.stream()
                .filter(gap -> gap.reason() == Gap.Reason.MISSING_HOURS)
                .toList();
    }

    private static boolean isOfNode(RawRecord record) {
        byte[] gap = record.gap();
        return gap != null
                && Gap.parse(new String(gap, StandardCharsets.UTF_8)).where().equals(Gap.Where.NODE);
    }
}
