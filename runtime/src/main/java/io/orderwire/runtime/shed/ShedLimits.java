package io.orderwire.runtime.shed;

/**
 * What a stage's {@link CatchUp} decides by.
 *
 * @param stage name of the stage in the log
 * @param maxAgeMs data that is not older is always read
 * @param catchUpMaxMs older data is read if catching up takes at most this long by the estimate, and at most twice as long
 *     in fact
 * @param sheds false if the stage never sheds, and only shows how long catching up takes
 * @param cautiousThroughput units a second that the stage is assumed to do if nothing is known about it
 */
public record ShedLimits(String stage, long maxAgeMs, long catchUpMaxMs, boolean sheds, long cautiousThroughput) {}
