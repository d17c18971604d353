package io.orderwire.gateway.stats;

import com.fasterxml.jackson.core.JsonGenerator;
import io.orderwire.runtime.stats.StatsNames;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Figures for those who look into a stage.
 *
 * @param partitions the first partitions, by number from 0
 * @param ingestor ages at which the ingestor handled bytes; null if it did not lately
 * @param parser ages at which parsers handled records
 * @param gateway ages at which gateways handled orders
 * @param lasting for how long the pipeline has been in its state
 */
public record PipelineDetails(
        List<PartitionStats> partitions,
        @Nullable AgePercentiles ingestor,
        @Nullable AgePercentiles parser,
        @Nullable AgePercentiles gateway,
        Durations.Lasting lasting) {
    /** Nothing is known. */
    static final PipelineDetails UNKNOWN = new PipelineDetails(List.of(), null, null, null, Durations.Lasting.UNKNOWN);

    PipelineDetails lasting(Durations.Lasting known) {
        return new PipelineDetails(partitions, ingestor, parser, gateway, known);
    }

    PipelineDetails withoutPartitions() {
        return new PipelineDetails(List.of(), ingestor, parser, gateway, lasting);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("agePercentilesMs");
        AgePercentiles.write(json, StatsNames.INGESTOR, ingestor);
        AgePercentiles.write(json, StatsNames.PARSER, parser);
        AgePercentiles.write(json, StatsNames.GATEWAY, gateway);
        json.writeEndObject();
        json.writeObjectFieldStart("lastsMs");
        PipelineStats.write(json, "state", lasting.state());
        PipelineStats.write(json, StatsNames.INGESTOR, lasting.ingestor());
        PipelineStats.write(json, StatsNames.PARSER, lasting.parser());
        PipelineStats.write(json, StatsNames.GATEWAY, lasting.gateway());
        json.writeEndObject();
        PartitionStats.write(json, partitions);
    }
}
