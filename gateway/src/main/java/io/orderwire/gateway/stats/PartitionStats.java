package io.orderwire.gateway.stats;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What became of the events of one partition, since the topics were created.
 *
 * @param orders orders written
 * @param deadLetters dead letters written
 * @param shed events that the parser shed
 * @param behind events that the ingestor has numbered and no parser has handled
 */
public record PartitionStats(long orders, long deadLetters, long shed, long behind) {
    /**
     * Writes partitions, the first of which is number 0, as columns: they take a quarter of what an object for each would, and
     * some clients of the channel {@code pipeline} accept no message above 8 KiB.
     */
    static void write(JsonGenerator json, List<PartitionStats> partitions) throws IOException {
        json.writeObjectFieldStart("partitions");
        write(json, "orders", partitions, PartitionStats::orders);
        write(json, "deadLetters", partitions, PartitionStats::deadLetters);
        write(json, "shed", partitions, PartitionStats::shed);
        write(json, "behind", partitions, PartitionStats::behind);
        json.writeEndObject();
    }

    private static void write(
            JsonGenerator json, String name, List<PartitionStats> partitions, ToLongFunction<PartitionStats> figure)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (PartitionStats partition : partitions) {
            json.writeNumber(figure.applyAsLong(partition));
        }
        json.writeEndArray();
    }
}
