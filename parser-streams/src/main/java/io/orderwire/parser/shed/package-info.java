/**
 * Sheds blocks that are too old: at the start of a group, in the consumer, and before a block is parsed. Called by the package
 * {@code parse} on the threads of Kafka Streams; each partition belongs to one thread at a time.
 */
package io.orderwire.parser.shed;
