package io.orderwire.ingestor.recover;

import io.orderwire.orders.HourFile;

/**
 * How far one hour file has been committed.
 *
 * @param file which file and generation
 * @param offset next byte to read
 * @param lineStart where the line that holds it begins; less than {@code offset} in the middle of a long by-block line
 * @param replayUntil bytes before this were asked for by a start position
 * @param fingerprint of the bytes before {@code offset}, {@link Fingerprint}
 */
public record FileState(HourFile file, long offset, long lineStart, long replayUntil, String fingerprint) {}
