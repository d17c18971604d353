package io.orderwire.gateway.stats;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The ages at which a stage has handled data within the last 5 s, milliseconds: of several processes the highest of each.
 * Percentiles of different processes cannot be combined; a station is as late as its latest process.
 */
public record AgePercentiles(long p50, long p99) {
    static void write(JsonGenerator json, String name, @Nullable AgePercentiles ages) throws IOException {
        if (ages == null) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        json.writeNumberField("p50", ages.p50);
        json.writeNumberField("p99", ages.p99);
        json.writeEndObject();
    }
}
