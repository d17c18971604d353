package io.orderwire.ingestor.checkpoint;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Jackson compares values with this object, which equals all values that are not written: these are the defaults of missing
 * members.
 */
@SuppressWarnings("EqualsUnsafeCast") // is a filter, and never an element of a set
final class Unset {
    private static final Set<Object> VALUES = Set.of(
            BlockCounts.NONE,
            BlockCounts.Stop.NONE,
            Remembered.NOTHING,
            SequenceState.NONE,
            SequenceState.LeftOut.NONE,
            BlockPlace.UNKNOWN);

    @Override
    public boolean equals(@Nullable Object value) {
        return value != null && VALUES.contains(value);
    }

    @Override
    public int hashCode() {
        return VALUES.hashCode();
    }
}
