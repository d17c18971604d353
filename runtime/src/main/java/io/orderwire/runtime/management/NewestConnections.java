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
 * Limits the number of open connections: closes the oldest one when a new one would exceed the limit. Idle connections
 * therefore never keep a health check waiting in the kernel's queue. Runs on the only I/O thread.
 */
final class NewestConnections implements ChannelListener<AcceptingChannel<StreamConnection>> {
    private static final Logger log = LoggerFactory.getLogger(NewestConnections.class);

    private final int most;
    private final Runnable closed;
    private final ChannelListener<? super StreamConnection> next;
    private final Set<StreamConnection> oldestFirst = new LinkedHashSet<>();

    /** Passes connections on to {@code next}; runs {@code closed} for each one that it closes to make room for a newer one. */
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
            // The port was closed in the meantime.
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
