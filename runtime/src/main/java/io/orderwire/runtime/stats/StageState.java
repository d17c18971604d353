package io.orderwire.runtime.stats;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.StageMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * State of a stage, without the reasons why it is degraded.
 *
 * @param warming whether it started recently; it may nevertheless be as fast as usual
 * @param reasons why the stage is still warming up, which do not make it degraded; empty if it is not warming up
 * @param catchUp how it deals with its lag; null if unknown
 */
public record StageState(
        boolean warming, List<Reason> reasons, @Nullable CatchUpStats catchUp) {
    /** State of a process whose snapshot does not contain a state that this version can read. */
    public static final StageState UNKNOWN = new StageState(false, List.of(), null);

    /** Whether it keeps reading or sheds; null if unknown. */
    public @Nullable StageMode mode() {
        return catchUp == null ? null : catchUp.mode();
    }
}
