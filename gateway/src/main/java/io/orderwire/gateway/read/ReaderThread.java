package io.orderwire.gateway.read;

import io.orderwire.runtime.process.StallWatchdog;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that turns an {@link OrdersReader}. Its turns are short by design: it has work for as long as it runs. */
public final class ReaderThread implements AutoCloseable, StallWatchdog.Stage {
    private static final Logger log = LoggerFactory.getLogger(ReaderThread.class);
    private static final long JOIN_MS = 3_000;

    private final OrdersReader reader;
    private final ReaderState state;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean running;

    /** Does not run yet. */
    public ReaderThread(OrdersReader reader, ReaderState state, StallWatchdog watchdog) {
        this.reader = reader;
        this.state = state;
        this.thread = watchdog.thread("gateway-reader", this::run);
    }

    /** Begins to read. */
    public void start() {
        running = true;
        thread.start();
    }

    private void run() {
        try (reader) {
            while (!stopping) {
                reader.doWork();
            }
        } catch (InterruptException expected) {
            log.debug("interrupted");
        } finally {
            running = false;
        }
    }

    /** True while what is handed in gets done. */
    public boolean isRunning() {
        return running;
    }

    @Override
    public boolean hasWork() {
        return running;
    }

    @Override
    public long progress() {
        return state.turns();
    }

    @Override
    public void close() {
        stopping = true;
        reader.wake();
        try {
            thread.join(JOIN_MS);
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(JOIN_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
