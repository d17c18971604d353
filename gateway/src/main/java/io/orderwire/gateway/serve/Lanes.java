package io.orderwire.gateway.serve;

import io.orderwire.gateway.client.Lane;
import io.orderwire.runtime.process.StallWatchdog;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** A lane for each I/O thread, of which there are a fixed few, each watched for standing still. Thread-safe. */
public final class Lanes implements AutoCloseable {
    private final ConcurrentHashMap<Executor, Lane> byThread = new ConcurrentHashMap<>();
    private final List<Lane> all = new CopyOnWriteArrayList<>();
    private final StallWatchdog watchdog;

    /** None yet. */
    public Lanes(StallWatchdog watchdog) {
        this.watchdog = watchdog;
    }

    Lane of(Executor ioThread) {
        return byThread.computeIfAbsent(ioThread, thread -> {
            Lane lane = new Lane(thread);
            all.add(lane);
            watchdog.watch(stage(all.size()), lane);
            return lane;
        });
    }

    private static String stage(int number) {
        return "gateway-io-" + number;
    }

    /** Wakes each I/O thread that has something to send. */
    public void flush() {
        for (Lane lane : all) {
            lane.flush();
        }
    }

    /** Gives each I/O thread a task, so that a thread that hangs is found even while there is nothing to send. */
    public void probe() {
        all.forEach(Lane::probe);
    }

    /** Ends the watching of the I/O threads. */
    @Override
    public void close() {
        for (int number = 1; number <= all.size(); number++) {
            watchdog.forget(stage(number));
        }
    }
}
