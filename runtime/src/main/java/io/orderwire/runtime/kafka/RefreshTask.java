package io.orderwire.runtime.kafka;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Takes the periodic task that Micrometer wants to schedule, and leaves it to its owner when to run it. Has no thread. */
final class RefreshTask extends AbstractExecutorService implements ScheduledExecutorService {
    private static final class Taken extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final Runnable task;

        Taken(Runnable task) {
            super(task, null);
            this.task = task;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return Long.MAX_VALUE;
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    private volatile Taken taken = new Taken(() -> {});

    /** Runs the task once. */
    void run() {
        taken.task.run();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long period, TimeUnit unit) {
        Taken now = new Taken(task);
        taken = now;
        return now;
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        return scheduleAtFixedRate(task, first, delay, unit);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        throw new RejectedExecutionException("runs periodic tasks only");
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        throw new RejectedExecutionException("runs periodic tasks only");
    }

    @Override
    public void execute(Runnable task) {
        throw new RejectedExecutionException("runs periodic tasks only");
    }

    @Override
    public void shutdown() {
        taken = new Taken(() -> {});
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
