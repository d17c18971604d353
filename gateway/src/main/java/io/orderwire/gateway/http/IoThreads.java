package io.orderwire.gateway.http;

import io.orderwire.gateway.session.IoThread;
import io.orderwire.runtime.process.StallWatchdog;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** The clients of each I/O thread. The threads are few and fixed, and each is watched for stalls. Thread-safe. */
public final class IoThreads implements AutoCloseable {
    private final ConcurrentHashMap<Executor, IoThread> byThread = new ConcurrentHashMap<>();
    private final List<IoThread> all = new CopyOnWriteArrayList<>();
    private final StallWatchdog watchdog;

    /** Begins without threads. */
    public IoThreads(StallWatchdog watchdog) {
        this.watchdog = watchdog;
    }

    IoThread of(Executor thread) {
        return byThread.computeIfAbsent(thread, added -> {
            IoThread ioThread = new IoThread(added);
            all.add(ioThread);
            watchdog.watch(stage(all.size()), ioThread);
            return ioThread;
        });
    }

    private static String stage(int number) {
        return "gateway-io-" + number;
    }

    /** Wakes each I/O thread that has something to send. */
    public void flush() {
        for (IoThread ioThread : all) {
            ioThread.flush();
        }
    }

    /** Gives each I/O thread a task, so that a hanging thread is detected even if there is nothing to send. */
    public void probe() {
        all.forEach(IoThread::probe);
    }

    /** Ends the watching of the I/O threads. */
    @Override
    public void close() {
        for (int number = 1; number <= all.size(); number++) {
            watchdog.forget(stage(number));
        }
    }
}
