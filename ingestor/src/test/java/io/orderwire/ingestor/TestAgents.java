package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.tail.StartPosition;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.process.ProcessContext;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;

/** Ingestor agents that the thread of a test drives. */
final class TestAgents {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TestAgents() {}

    /** An agent as the process assembles it, which reads from that start position. */
    static Cycles create(
            ProcessContext context, Source source, int partitions, String from, ExecutorService committer) {
        IngestorParts parts = new IngestorParts(
                context,
                new InputSettings(context.settings()),
                new KafkaClients(context.settings()),
                source,
                partitions);
        IngestorMetrics metrics = new IngestorMetrics(new SimpleMeterRegistry());
        return parts.cycles(
                parts.tailer(StartPosition.parse(from), metrics), parts.commits(committer, metrics), metrics);
    }

    /** Lets an agent work until the condition holds. */
    static void workUntil(Cycles agent, BooleanSupplier done) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .pollInSameThread()
                .until(() -> {
                    agent.doWork();
                    return done.getAsBoolean();
                });
    }

    /** The last committed state. */
    static IngestorState committed(Cycles agent) {
        IngestorState state = agent.committed();
        assertThat(state).isNotNull();
        return state;
    }

    /** Events that the agent has found and committed. */
    static long found(Cycles agent) {
        return committed(agent).totals().found();
    }
}
