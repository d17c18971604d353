/**
 * Splits the bytes of a file into events, one line each, independent of their shape and of how the bytes are divided. Called by
 * {@code tail} for each file that it reads, and by {@code shed} to count the events of bytes that were shed. Runs on the thread
 * of the caller; each thread has its own {@link io.orderwire.ingestor.split.LineSplitter}.
 */
package io.orderwire.ingestor.split;
