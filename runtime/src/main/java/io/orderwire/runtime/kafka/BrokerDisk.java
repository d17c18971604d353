package io.orderwire.runtime.kafka;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.jspecify.annotations.Nullable;

/**
 * The fullest of a broker's disks for topics, as last described by the broker.
 *
 * @param totalBytes its size, -1 if unknown
 * @param usableBytes free bytes, -1 if unknown
 * @param failure why the broker cannot use one of its disks, null if it can use all of them
 */
record BrokerDisk(
        long totalBytes, long usableBytes, @Nullable String failure) {
    static final BrokerDisk UNKNOWN = new BrokerDisk(-1, -1, null);

    /**
     * Limits below which a disk counts as nearly full; one of them suffices.
     *
     * @param bytes least number of free bytes
     * @param percent least free part of the disk, percent
     */
    record Limits(long bytes, int percent) {}

    static BrokerDisk of(Map<String, LogDirDescription> folders) {
        BrokerDisk fullest = folders.values().stream()
                .filter(folder -> folder.totalBytes().orElse(0) > 0)
                .map(folder -> new BrokerDisk(
                        folder.totalBytes().getAsLong(), folder.usableBytes().orElse(0), null))
                .min(Comparator.comparingDouble(BrokerDisk::share))
                .orElse(UNKNOWN);
        String failure = folders.entrySet().stream()
                .filter(folder -> folder.getValue().error() != null)
                .map(folder ->
                        folder.getKey() + ": " + folder.getValue().error().getMessage())
                .findFirst()
                .orElse(null);
        return new BrokerDisk(fullest.totalBytes, fullest.usableBytes, failure);
    }

    boolean isKnown() {
        return totalBytes > 0;
    }

    /** The free part of the disk, 0 to 1. */
    double share() {
        return isKnown() ? (double) usableBytes / totalBytes : 1;
    }

    boolean isNearlyFull(Limits limits) {
        return isKnown() && (usableBytes < limits.bytes || usableBytes * 100.0 < (double) totalBytes * limits.percent);
    }

    /** The free space as text, such as {@code 12.0 MiB of 64.0 MiB left}. */
    String left() {
        return readable(usableBytes) + " of " + readable(totalBytes) + " left";
    }

    private static String readable(long bytes) {
        List<String> units = Stream.of("B", "KiB", "MiB", "GiB", "TiB").toList();
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.size() - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, units.get(unit));
    }
}
