package io.orderwire.parser.totals;

/**
 * Blocks that are shed without being read. The sequence of the first block after them shows how many events they hold.
 * Kafka Streams may commit the offset of that block before it is handled.
 *
 * @param fromOffset offset after the last block handled
 * @param resumeAt offset of the first block to read
 * @param fromPos position of the first event shed unread
 * @param fromMs when the ingestor read the last block before them, epoch milliseconds
 */
public record ShedBlocks(long fromOffset, long resumeAt, String fromPos, long fromMs) {}
