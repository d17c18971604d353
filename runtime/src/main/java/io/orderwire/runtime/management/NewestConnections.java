package io.orderwire.runtime.management;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.channels.AcceptingChannel;

/**
 * Bounds the open connections by closing the oldest one when a new one would exceed the limit. Connections that say nothing
 * therefore never keep a health check waiting, as they would in the kernel's queue. On the one I/O thread.
 */
final class NewestConnections implements ChannelListener<AcceptingChannel<StreamConnection>> {
    private static final Logger log = LoggerFactory.getLogger(NewestConnections.class);

    private final int most;
    private final Runnable closed;
    private final ChannelListener<? super StreamConnection> next;
    private final Set<StreamConnection> oldestFirst = new LinkedHashSet<>();

    /** Passes connections on, and reports each one that it closes for a newer one. */
    NewestConnections(int most, Runnable closed, ChannelListener<? super StreamConnection> next) {
        this.most = most;
        this.closed = closed;
        this.next = next;
    }

    @Override
    public void handleEvent(AcceptingChannel<StreamConnection> channel) {
        try {
            for (StreamConnection one = channel.accept(); one != null; one = channel.accept()) {
                add(one);
            }
        } catch (ClosedChannelException expected) {
            // The server stopped while it served the last connection.
        } catch (IOException e) {
            log.warn("a connection to the management port was not accepted: {}", e.getMessage());
        }
    }

    private void add(StreamConnection connection) {
        oldestFirst.removeIf(one -> !one.isOpen());
        Iterator<StreamConnection> oldest = oldestFirst.iterator();
        while (oldestFirst.size() >= most) {
            IoUtils.safeClose(oldest.next());
            oldest.remove();
            closed.run();
        }
        oldestFirst.add(connection);
        next.handleEvent(connection);
    }
}
