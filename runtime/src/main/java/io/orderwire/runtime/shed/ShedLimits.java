package io.orderwire.runtime.shed;

/**
 * The limits by which the {@link CatchUp} of a stage decides.
 *
 * @param stage name of the stage in the log
 * @param maxAgeMs data that is not older is always read
 * @param catchUpMaxMs older data is read if catching up is estimated to take at most this long, and as long as it does not take
 *     more than twice as long
 * @param sheds false if the stage never sheds, and only shows how long catching up takes
 * @param cautiousThroughput units per second that the stage is assumed to handle while its throughput is unknown
 */
public record ShedLimits(String stage, long maxAgeMs, long catchUpMaxMs, boolean sheds, long cautiousThroughput) {}
