package io.orderwire.runtime.agent;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * An executor that is an agent: its tasks run one after another on one named and watched thread, and their number is
 * bounded. What a task throws ends the process, so a task that may fail handles or carries its failure itself.
 */
public final class TaskAgent implements Agent, Executor {
    private final String name;
    private final WakeSignal signal = new WakeSignal();
    private final Mailbox<Runnable> tasks;

    /** Runs tasks with the lowest priority, of which {@code capacity} may wait. */
    public TaskAgent(String name, int capacity) {
        this.name = name;
        this.tasks = new Mailbox<>(capacity, signal);
    }

    /** Adds a task, and waits for room before that; a task that is added after the thread has stopped does not run. */
    @Override
    public void execute(Runnable task) {
        if (!tasks.put(task)) {
            throw new RejectedExecutionException("interrupted while " + name + " had no room for a task");
        }
    }

    /** Adds a task; false, without adding it, if there is no room for it. */
    public boolean offer(Runnable task) {
        return tasks.offer(task);
    }

    /** Registers the gauges of the tasks that wait; see {@link Mailbox#gauges}. */
    public void gauges(MeterRegistry meters, String gaugeName, String content, String owner) {
        tasks.gauges(meters, gaugeName, content, owner);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int doWork() {
        Runnable task = tasks.poll();
        if (task == null) {
            return 0;
        }
        task.run();
        return 1;
    }

    @Override
    public void onClose() {
        tasks.close();
    }

    @Override
    public WakeSignal signal() {
        return signal;
    }

    @Override
    public long idleNanos() {
        return UNTIL_WOKEN;
    }

    @Override
    public boolean givesWay() {
        return true;
    }
}
