package io.orderwire.gateway.stats;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * What became of the events of one partition, since the topics were created.
 *
 * @param partition its number
 * @param orders orders written
 * @param deadLetters dead letters written
 * @param shed events that the parser shed
 * @param behind events that the ingestor has numbered and no parser has handled
 */
public record PartitionStats(int partition, long orders, long deadLetters, long shed, long behind) {
    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("partition", partition);
        json.writeNumberField("orders", orders);
        json.writeNumberField("deadLetters", deadLetters);
        json.writeNumberField("shed", shed);
        json.writeNumberField("behind", behind);
        json.writeEndObject();
    }
}
