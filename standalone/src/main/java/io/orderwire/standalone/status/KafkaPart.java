package io.orderwire.standalone.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderwire.standalone.client.StatusPart;
import java.util.List;

/**
 * What Kafka shows, as a part of the status.
 *
 * @param view what was read
 * @param nowMs when it was read, epoch milliseconds
 */
public record KafkaPart(KafkaView view, long nowMs) implements StatusPart {
    @Override
    public List<String> lines() {
        return KafkaLines.of(view, nowMs);
    }

    @Override
    public void addTo(ObjectNode status) {
        KafkaJson.add(view, status);
    }
}
