package io.orderwire.websocket.transport;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections of one address. Its state belongs to {@link Sockets}. */
final class SocketHolder {
    final String address;
    /** True if it stands for many clients, so that nothing is bounded for it alone. */
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

    /** The state of one of them has changed; if it waits now, it is the one that has waited for the shortest time. */
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

    /** The one that has waited for a request the longest, null if none does. */
    @Nullable
    OpenSocket oldestWaiting() {
        Iterator<OpenSocket> oldest = waiting.iterator();
        return oldest.hasNext() ? oldest.next() : null;
    }
}
