package io.orderwire.parser;

import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The throughput of the parser's previous run, from the stats that it published last. A parser with a new name uses the
 * throughput of the slowest other parser.
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

    /** Events per second of one thread of the parser named {@code instance}; 0 if that is not known. */
    long of(String instance) {
        long slowest = 0;
        try {
            for (Snapshot snapshot : ParserSnapshots.read(clients, outputs, TIMEOUT)) {
                long known = snapshot.figure(StatsNames.THROUGHPUT, 0);
                if (snapshot.instance().equals(instance) && known > 0) {
                    return known;
                }
                slowest = known > 0 && (slowest == 0 || known < slowest) ? known : slowest;
            }
        } catch (KafkaException e) {
            log.warn("the throughput of the previous run is not known: {}", e.toString());
        }
        return slowest;
    }
}
