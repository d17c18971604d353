package io.orderwire.runtime.kafka;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.orderwire.runtime.agent.WatchedTimer;
import io.orderwire.runtime.process.StallWatchdog;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Shows the figures of Kafka's own clients as meters, from their creation until they are closed. The figures exist in the
 * clients anyway and are read when {@code /metrics} is asked for, so records cost nothing more. Figures appear and go with
 * topics, partitions and brokers; one thread looks for such changes, for all clients of a
 * process. Admin clients, which only ask now and then, are not shown. Thread-safe.
 */
public final class ClientMeters implements AutoCloseable {
    /** How often each client is asked which figures it has. */
    static final long REFRESH_MS = 15_000;

    /**
     * One client's meters. Micrometer wants a scheduler for each client, and does not cancel its task when the meters are
     * closed: a task that is left would keep the closed client in memory.
     */
    private final class Shown implements AutoCloseable {
        private final RefreshTask refresh = new RefreshTask();
        private final AutoCloseable binder;

        @GuardedBy("this")
        private boolean closed;

        @SuppressWarnings("try") // Micrometer's binders share no type whose close() throws nothing.
        <B extends MeterBinder & AutoCloseable> Shown(Function<ScheduledExecutorService, B> create) {
            B made = create.apply(refresh);
            made.bindTo(meters);
            binder = made;
        }

        /** Registers the meters of new figures and removes those of old ones; never after {@link #close}. */
        synchronized void refresh() {
            if (!closed) {
                refresh.run();
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            shown.remove(this);
            try {
                binder.close();
            } catch (Exception e) {
                throw new IllegalStateException("the meters of a client were not removed", e);
            }
        }
    }

    private final MeterRegistry meters;
    private final WatchedTimer timer;
    private final AtomicBoolean started = new AtomicBoolean();
    private final Set<Shown> shown = ConcurrentHashMap.newKeySet();

    /** Shows clients of {@code owner}, a process, in {@code meters}. */
    public ClientMeters(MeterRegistry meters, String owner, StallWatchdog watchdog) {
        this.meters = meters;
        this.timer = new WatchedTimer(owner + "-kafka-meters", watchdog);
    }

    AutoCloseable show(Consumer<?, ?> consumer) {
        return show(scheduler -> new KafkaClientMetrics(consumer, List.of(), scheduler));
    }

    AutoCloseable show(Producer<?, ?> producer) {
        return show(scheduler -> new KafkaClientMetrics(producer, List.of(), scheduler));
    }

    /**
     * Shows other figures of Kafka's clients until the result is closed.
     *
     * @param create creates the binder, with the scheduler that it gets
     */
    @SuppressWarnings("try")
    public <B extends MeterBinder & AutoCloseable> AutoCloseable show(Function<ScheduledExecutorService, B> create) {
        Shown client = new Shown(create);
        shown.add(client);
        if (started.compareAndSet(false, true)) {
            timer.every("reading which figures Kafka's clients have", REFRESH_MS, REFRESH_MS, this::refresh);
        }
        return client;
    }

    void refresh() {
        shown.forEach(Shown::refresh);
    }

    /** Number of clients that are shown. */
    int size() {
        return shown.size();
    }

    /** Shows no further changes, and removes all meters. */
    @Override
    public void close() {
        timer.close();
        shown.forEach(Shown::close);
    }
}
