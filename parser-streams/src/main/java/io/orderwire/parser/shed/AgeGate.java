package io.orderwire.parser.shed;

/**
 * Lets blocks of one partition pass or not, by their age. It shuts at the bound and opens again at half of it: a stage
 * that stopped shedding as soon as it was just below would begin again with the next block.
 *
 * <p>Not thread-safe.
 */
public final class AgeGate {
    private final long maxAgeMs;
    private boolean shut;

    /** @param maxAgeMs the bound; {@link Long#MAX_VALUE} for a gate that never shuts */
    public AgeGate(long maxAgeMs) {
        this.maxAgeMs = maxAgeMs;
    }

    /** Whether a block of that age is to be given up. */
    public boolean stops(long ageMs) {
        shut = ageMs > (shut ? maxAgeMs / 2 : maxAgeMs);
        return shut;
    }
}
