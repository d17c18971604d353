package io.orderwire.parser;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;

/** Why a state of Kafka Streams is a reason not to be ready. */
final class StreamsTrouble {
    private StreamsTrouble() {}

    /** Partitions that are being assigned are a cause of their own: it usually passes by itself. */
    static List<Reason> of(KafkaStreams.State state) {
        ReasonCode code =
                switch (state) {
                    case RUNNING -> null;
                    case CREATED -> ReasonCode.STARTING;
                    case REBALANCING -> ReasonCode.PARSER_REBALANCING;
                    default -> ReasonCode.PARSER_NOT_RUNNING;
                };
        return code == null ? List.of() : List.of(code.because("Kafka Streams is " + state));
    }
}
