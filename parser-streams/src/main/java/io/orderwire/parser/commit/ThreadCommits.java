package io.orderwire.parser.commit;

import io.orderwire.parser.shed.BlockShedding;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Paces the commits of all threads of a parser, each by itself. Thread-safe. */
public final class ThreadCommits {
    private static final String COMMIT = "commit";

    @SuppressWarnings(
            "ThreadLocalUsage") // one instance for each parser of a process, and one value for each of its threads
    private final ThreadLocal<CommitPacing> own;

    /**
     * @param interval longest time until a commit is requested for a record
     * @param nanoTime monotonic time
     */
    public ThreadCommits(Duration interval, LongSupplier nanoTime) {
        this.own = ThreadLocal.withInitial(() -> new CommitPacing(interval.toNanos(), nanoTime));
    }

    /** The pacing of the calling thread. */
    CommitPacing own() {
        return own.get();
    }

    /** Creates the consumer of a thread. */
    public Consumer<byte[], byte[]> consumer(Map<String, Object> config, BlockShedding shedding) {
        return new PacedConsumer(config, shedding, this);
    }

    /** Adds a processor that sees each record of {@code source}, after the processors that were added before. */
    public Topology addTo(Topology topology, String source) {
        return topology.addProcessor(COMMIT, CommitRequests::new, source);
    }

    private final class CommitRequests implements Processor<byte[], byte[], Void, Void> {
        private @Nullable Runnable request;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            request = context::commit;
        }

        @Override
        public void process(Record<byte[], byte[]> raw) {
            Runnable initialised = request;
            if (initialised != null) {
                own().processed(initialised);
            }
        }

        @Override
        public void close() {
            Runnable initialised = request;
            if (initialised != null) {
                own().closed(initialised);
            }
        }
    }
}
