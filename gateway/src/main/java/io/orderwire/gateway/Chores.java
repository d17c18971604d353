package io.orderwire.gateway;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does small things at intervals, all on one thread; one that fails is done again the next time. */
final class Chores implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Chores.class);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "gateway-chores");
        thread.setDaemon(true);
        return thread;
    });

    void every(long ms, Runnable chore) {
        executor.scheduleWithFixedDelay(() -> attempt(chore), ms, ms, TimeUnit.MILLISECONDS);
    }

    private static void attempt(Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException | StackOverflowError e) {
            log.warn("a chore failed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
