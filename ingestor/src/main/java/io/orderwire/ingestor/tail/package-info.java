/**
 * The station "tailer": follows the hour files of one source and passes their bytes to the splitter, from a checkpoint on.
 * The ingestor's agent calls {@link io.orderwire.ingestor.tail.Tailer} and commits its checkpoints with the events.
 * All of it runs on the ingestor's thread; methods that other threads may call say so.
 */
package io.orderwire.ingestor.tail;
