package io.orderwire.ingestor.node;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Detects that the node writes another shape than the followed one, for example after a change of its flags: then the files of
 * the other shape grow, and those of the followed shape do not. Not thread-safe.
 */
final class OtherSources {
    /** Least time between two checks, each of which lists two folders of every other shape. */
    private static final long INTERVAL_MS = 1_900;

    /** If the followed source has grown more recently than this, it is being written. */
    static final long QUIET_MS = 5_000;

    /** If another source has not grown for longer than this, it is not being written. */
    static final long GROWING_MS = 15_000;

    private final NodeFolder followed;
    private final List<OtherSource> others;
    private long lookedMs = Long.MIN_VALUE / 2;
    private @Nullable String growing;

    OtherSources(NodeFolder followed) {
        this.followed = followed;
        this.others = followed.others().stream().map(OtherSource::new).toList();
    }

    /**
     * Checks the other shapes.
     *
     * @param quietMs time for which the followed files have not grown, and have been watched
     */
    void look(long quietMs, long nowMs) {
        if (nowMs - lookedMs >= INTERVAL_MS) {
            lookedMs = nowMs;
            others.forEach(other -> other.look(nowMs));
        }
        growing = quietMs < QUIET_MS
                ? null
                : others.stream()
                        .filter(other -> other.hasGrownSince(nowMs - quietMs, GROWING_MS, nowMs))
                        .map(OtherSource::option)
                        .findFirst()
                        .orElse(null);
    }

    /** The reason that the files of another shape grow; null if none do. */
    @Nullable
    Reason reason() {
        return growing == null
                ? null
                : ReasonCode.NODE_OTHER_SHAPE.because("node: " + growing + " is growing, but "
                        + followed.source().option() + " is being followed");
    }
}
