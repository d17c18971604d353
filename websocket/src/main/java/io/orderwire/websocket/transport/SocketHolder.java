package io.orderwire.websocket.transport;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections of one address. Its state belongs to {@link Sockets}. */
final class SocketHolder {
    final String address;
    /** True if the address stands for many clients, so that its connections are bounded only in all. */
    final boolean shared;

    private final Set<OpenSocket> waiting = new LinkedHashSet<>();
    private int open;

    SocketHolder(String address, boolean shared) {
        this.address = address;
        this.shared = shared;
    }

    void add(OpenSocket socket) {
        open++;
        waiting.add(socket);
    }

    void remove(OpenSocket socket) {
        open--;
        waiting.remove(socket);
    }

    /** Updates the order after a change of a connection's state: one that begins to wait becomes the newest waiting one. */
    void changed(OpenSocket socket) {
        waiting.remove(socket);
        if (socket.state.waits()) {
            waiting.add(socket);
        }
    }

    int open() {
        return open;
    }

    int waiting() {
        return waiting.size();
    }

    /** The connection that has waited for a request the longest, null if none waits. */
    @Nullable
    OpenSocket oldestWaiting() {
        Iterator<OpenSocket> oldest = waiting.iterator();
        return oldest.hasNext() ? oldest.next() : null;
    }
}
