/**
 * The station "tailer": follows the hour files of one source and passes their bytes to the splitter, from a checkpoint on. The
 * ingestor's agent calls {@link io.orderwire.ingestor.tail.Tailer} and commits its checkpoints with the events. Everything runs
 * on the ingestor's thread, except for methods that are documented for any thread.
 */
package io.orderwire.ingestor.tail;
