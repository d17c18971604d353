/**
 * Sheds blocks that are too old: at the start of a group, in the consumer, and before a block is parsed.
 * Called by the station parse on the threads of Kafka Streams; each partition belongs to one of them at a time.
 */
package io.orderwire.parser.shed;
