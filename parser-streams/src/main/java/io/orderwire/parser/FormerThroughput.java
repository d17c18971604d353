package io.orderwire.parser;

import io.orderwire.runtime.kafka.CompactedTopic;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The throughput of the parser's previous run, from the stats that it published last. A parser whose name is new takes that
 * of the slowest other one.
 */
final class FormerThroughput {
    private static final Logger log = LoggerFactory.getLogger(FormerThroughput.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final OutputTopics outputs;

    FormerThroughput(KafkaClients clients, OutputTopics outputs) {
        this.clients = clients;
        this.outputs = outputs;
    }

    /** Events a second of a thread of the parser named {@code instance}; 0 if that is not known. */
    long of(String instance) {
        long slowest = 0;
        try {
            Map<String, byte[]> rows =
                    CompactedTopic.readToEnd(clients, outputs.topics().pipeline(), TIMEOUT);
            for (Map.Entry<String, byte[]> row : rows.entrySet()) {
                long known = throughput(row.getKey(), row.getValue());
                if (row.getKey().equals(Snapshot.key(StatsNames.PARSER, instance, outputs.name())) && known > 0) {
                    return known;
                }
                slowest = known > 0 && (slowest == 0 || known < slowest) ? known : slowest;
            }
        } catch (KafkaException e) {
            log.warn("the throughput of the previous run is not known: {}", e.toString());
        }
        return slowest;
    }

    /** That of a parser with these outputs, or 0; foreign records are ignored here, and the gateways count them. */
    private long throughput(String key, byte[] value) {
        try {
            Snapshot snapshot = Snapshot.parse(value);
            boolean ours = snapshot.role().equals(StatsNames.PARSER)
                    && snapshot.ordersTopic().equals(outputs.name())
                    && key.equals(snapshot.key());
            return ours ? snapshot.figure(StatsNames.THROUGHPUT, 0) : 0;
        } catch (IllegalArgumentException foreign) {
            log.debug("ignored in {}: {}", outputs.topics().pipeline(), foreign.getMessage());
            return 0;
        }
    }
}
