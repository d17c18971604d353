package io.orderwire.standalone.pipeline;

import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;

/**
 * How much the standalone's topics may keep, in bytes of all partitions. Kafka deletes whole segments, and a segment is
 * an eighth of the retention: a partition keeps up to nine eighths.
 *
 * @param rawBytes raw topic
 * @param ordersBytes orders
 * @param deadLettersBytes dead letters
 * @param gapsBytes gaps
 */
public record Retention(long rawBytes, long ordersBytes, long deadLettersBytes, long gapsBytes) {
    private static final long MIB = 1L << 20;

    /** Nine eighths of this are 11.3 GiB; the rest of 12 GiB is for Kafka's own topics and indexes. */
    public static final Retention STANDALONE = new Retention(8 * 448 * MIB, 8 * 800 * MIB, 256 * MIB, 64 * MIB);

    /** A demo is only looked at, so it keeps little. */
    public static final Retention DEMO = new Retention(8 * 64 * MIB, 8 * 256 * MIB, 64 * MIB, 16 * MIB);

    /** Smallest bound on the bytes of a partition that is set for a topic. */
    private static final long LEAST = 8 * MIB;

    private static final int SEGMENTS = 8;

    /** Makes this retention the default of settings that do not set their own, divided by their number of partitions. */
    public Settings asDefault(Settings.Loader loader) {
        int partitions = loader.load().get(PipelineOptions.PARTITIONS);
        fallback(loader, PipelineOptions.RAW_RETENTION_BYTES, rawBytes / partitions);
        fallback(loader, PipelineOptions.ORDERS_RETENTION_BYTES, ordersBytes / partitions);
        fallback(loader, PipelineOptions.DEAD_LETTERS_RETENTION_BYTES, deadLettersBytes);
        fallback(loader, PipelineOptions.GAPS_RETENTION_BYTES, gapsBytes);
        return loader.load();
    }

    private static void fallback(Settings.Loader loader, Option<Long> option, long bytes) {
        loader.fallback(option.name(), Math.max(LEAST, bytes));
    }

    /** Bytes that the topics created with these settings may keep in all. */
    public static long mostBytes(Settings settings) {
        int partitions = settings.get(PipelineOptions.PARTITIONS);
        return Math.addExact(
                Math.multiplyExact(partitions, most(settings, PipelineOptions.RAW_RETENTION_BYTES))
                        + Math.multiplyExact(partitions, most(settings, PipelineOptions.ORDERS_RETENTION_BYTES)),
                most(settings, PipelineOptions.DEAD_LETTERS_RETENTION_BYTES)
                        + most(settings, PipelineOptions.GAPS_RETENTION_BYTES));
    }

    private static long most(Settings settings, Option<Long> option) {
        long bytes = settings.get(option);
        return bytes + bytes / SEGMENTS;
    }
}
