package io.orderwire.runtime.stats;

import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.StageMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a stage is, besides the reasons why it is degraded.
 *
 * @param warming whether it started a short while ago; it may be well nevertheless
 * @param reasons why the stage is still warming up, which does not make it degraded; empty if it is not warming
 * @param catchUp what it does about its lag, null if that is not known
 */
public record StageState(
        boolean warming, List<String> reasons, @Nullable CatchUpStats catchUp) {
    /** Of a process that does not say it, because its version is older, or a later one says something else. */
    public static final StageState UNKNOWN = new StageState(false, List.of(), null);

    /** Whether it reads on or sheds, null if that is not known. */
    public @Nullable StageMode mode() {
        return catchUp == null ? null : catchUp.mode();
    }
}
