package io.orderwire.runtime.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.runtime.meters.Catalogued;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * An executor that is an agent: its tasks run one after another on one named and watched thread, and their number is
 * bounded. An exception of a task ends the process, so a task that may fail must catch its exceptions.
 */
public final class TaskAgent implements Agent, Executor {
    private final String name;
    private final WakeSignal signal = new WakeSignal();
    private final Mailbox<Runnable> tasks;

    /** Runs tasks with the lowest thread priority; at most {@code capacity} tasks may wait. */
    public TaskAgent(String name, int capacity) {
        this.name = name;
        this.tasks = new Mailbox<>(capacity, signal);
    }

    /** Waits for room and adds a task; a task that is added after the thread has stopped does not run. */
    @Override
    public void execute(Runnable task) {
        if (!tasks.put(task)) {
            throw new RejectedExecutionException("interrupted while waiting for room for a task of " + name);
        }
    }

    /** Adds a task; returns false without adding it if there is no room. */
    public boolean offer(Runnable task) {
        return tasks.offer(task);
    }

    /** Registers the gauges of the waiting tasks; see {@link Mailbox#gauges}. */
    public void gauges(MeterRegistry meters, Catalogued waiting, Catalogued limit) {
        tasks.gauges(meters, waiting, limit);
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
