package io.orderwire.websocket.frame;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.xnio.XnioExecutor;

/**
 * Lets the connections of one I/O thread read in turn. The thread looks at its sockets only when it has no task left, and
 * a connection whose data was read gives it a task for each frame, so that one which sends without end would keep it from
 * all others. A connection that has had its turn waits here, and a few of those that wait read on at a time. On the I/O
 * thread.
 */
public final class ReadTurns {
    /** Connections that read on before the thread looks at its sockets. */
    static final int AT_A_TIME = 4;

    private static final long PAUSE_MS = 1;

    private final XnioExecutor ioThread;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean scheduled;

    /** Nobody waits. */
    public ReadTurns(XnioExecutor ioThread) {
        this.ioThread = ioThread;
    }

    /** Runs that when it is its turn. */
    void await(Runnable turn) {
        waiting.add(turn);
        if (!scheduled) {
            scheduled = true;
            later(this::next);
        }
    }

    private void next() {
        if (waiting.isEmpty()) {
            scheduled = false;
            return;
        }
        for (int i = Math.min(AT_A_TIME, waiting.size()); i > 0; i--) {
            waiting.remove().run();
        }
        // The first pause may be over when the turns are, so that the thread would still not look at its sockets: only
        // the second one begins after the turns.
        later(() -> later(this::next));
    }

    private void later(Runnable task) {
        ioThread.executeAfter(task, PAUSE_MS, TimeUnit.MILLISECONDS);
    }
}
