package io.orderwire.standalone.status;

import io.orderwire.contract.gap.Gap;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Losses of a span of time by the place where they happened. Blocks that the node did not write, or wrote again, count as well.
 *
 * @param places sorted by place
 * @param whole false if there are, or may be, more losses than were read
 */
public record RecentGaps(List<Place> places, boolean whole) {
    /** No losses. */
    public static final RecentGaps NONE = new RecentGaps(List.of(), true);

    /** Losses that could not be read. */
    public static final RecentGaps UNKNOWN = new RecentGaps(List.of(), false);

    /**
     * Losses of one place and reason.
     *
     * @param where the stage
     * @param reason why
     * @param gaps number of losses
     * @param events events lost, without those of {@code uncounted}
     * @param uncounted losses whose events are not known, or not yet
     * @param newestMs time of the newest lost data, epoch milliseconds
     */
    public record Place(String where, String reason, long gaps, long events, long uncounted, long newestMs) {
        private Place plus(Gap gap) {
            Long lost = gap.events();
            return new Place(
                    where,
                    reason,
                    gaps + 1,
                    events + (lost == null ? 0 : lost),
                    uncounted + (lost == null ? 1 : 0),
                    Math.max(newestMs, gap.toMs()));
        }
    }

    /**
     * Adds up those losses.
     *
     * @param gaps each once; a gap that was completed later as it is now
     */
    static RecentGaps of(Collection<Gap> gaps, boolean whole) {
        Map<String, Place> places = new TreeMap<>();
        for (Gap gap : gaps) {
            Gap.Words words = gap.words();
            Place none = new Place(words.where(), words.reason(), 0, 0, 0, 0);
            places.merge(words.where() + ' ' + words.reason(), none.plus(gap), (known, first) -> known.plus(gap));
        }
        return new RecentGaps(List.copyOf(places.values()), whole);
    }
}
