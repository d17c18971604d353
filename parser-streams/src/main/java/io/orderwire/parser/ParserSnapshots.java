package io.orderwire.parser;

import io.orderwire.runtime.kafka.CompactedTopic;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The snapshots that parsers with the same outputs published last. */
final class ParserSnapshots {
    private static final Logger log = LoggerFactory.getLogger(ParserSnapshots.class);

    private ParserSnapshots() {}

    /**
     * Reads the snapshots. Foreign records are ignored here; the gateways count them.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer in time
     */
    static List<Snapshot> read(KafkaClients clients, OutputTopics outputs, Duration timeout) {
        String topic = outputs.topics().pipeline();
        List<Snapshot> snapshots = new ArrayList<>();
        CompactedTopic.readToEnd(clients, topic, timeout).forEach((key, value) -> {
            try {
                Snapshot snapshot = Snapshot.parse(value);
                if (snapshot.role().equals(StatsNames.PARSER)
                        && snapshot.ordersTopic().equals(outputs.name())
                        && snapshot.key().equals(key)) {
                    snapshots.add(snapshot);
                }
            } catch (IllegalArgumentException foreign) {
                log.debug("ignored in {}: {}", topic, foreign.getMessage());
            }
        });
        return snapshots;
    }
}
