package io.orderwire.benchmarks.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * Events that did not reach everybody, since the topics were created, from the accounts of {@code /stats}.
 *
 * @param shed by ingestor, parser and gateway
 * @param dropped orders that slow clients did not get
 * @param deadLetters events that are not orders
 */
public record Losses(long shed, long dropped, long deadLetters) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Losses of(String stats) throws IOException {
        JsonNode json = JSON.readTree(stats);
        return new Losses(
                json.at("/events/skippedAtIngest").asLong()
                        + json.at("/events/shedByParser").asLong()
                        + json.at("/gateway/skipped").asLong(),
                json.at("/gateway/droppedSlow").asLong(),
                json.at("/events/deadLetters").asLong());
    }

    Losses minus(Losses earlier) {
        return new Losses(shed - earlier.shed, dropped - earlier.dropped, deadLetters - earlier.deadLetters);
    }

    boolean none() {
        return shed == 0 && dropped == 0;
    }
}
