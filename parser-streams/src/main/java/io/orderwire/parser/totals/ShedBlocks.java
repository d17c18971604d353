package io.orderwire.parser.totals;

/**
 * Blocks that are given up and need not be read, of which only the first block behind them tells how many events they hold.
 * Kafka Streams may commit where that one stands before it is handled.
 *
 * @param fromOffset offset behind the last block handled
 * @param goOnAt offset of the first block wanted again
 * @param fromPos position of the first event given up unread
 * @param fromMs when the last block before was read by the ingestor, epoch milliseconds
 */
public record ShedBlocks(long fromOffset, long goOnAt, String fromPos, long fromMs) {}
