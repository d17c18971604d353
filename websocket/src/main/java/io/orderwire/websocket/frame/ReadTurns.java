package io.orderwire.websocket.frame;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.xnio.XnioExecutor;

/**
 * Lets the connections of one I/O thread read in turn. The thread polls its sockets only when it has no tasks, and a
 * connection adds a task for each frame, so a connection that never stops sending would starve all others. After its turn,
 * a connection waits here; a few waiting connections continue at a time. On the I/O thread.
 */
public final class ReadTurns {
    /** Connections that continue reading before the thread polls its sockets. */
    static final int AT_A_TIME = 4;

    private static final long PAUSE_MS = 1;

    private final XnioExecutor ioThread;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean scheduled;

    /** Begins without waiting connections. */
    public ReadTurns(XnioExecutor ioThread) {
        this.ioThread = ioThread;
    }

    /** Queues a turn. */
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
        // The first pause may end during the turns, so that the thread would not poll its sockets in between. The
        // second pause begins after the turns.
        later(() -> later(this::next));
    }

    private void later(Runnable task) {
        ioThread.executeAfter(task, PAUSE_MS, TimeUnit.MILLISECONDS);
    }
}
