package io.orderwire.websocket.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.Rates;
import io.orderwire.websocket.transport.OpenSocket.State;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All TCP connections of the gateway, from the accept to the end, bounded for each address and in all, so that no address
 * can keep others out with silent connections. When a bound is reached, a connection that waits for a request is closed to
 * make room for a new one; if none waits, the new one is refused. Thread-safe.
 */
public final class Sockets {
    private final SocketLimits limits;
    private final Predicate<InetAddress> shared;
    private final Rates accepts;
    private final LongSupplier nanoTime;
    private final Consumer<Ended> ended;

    @GuardedBy("this")
    private final Set<OpenSocket> all = new HashSet<>();

    @GuardedBy("this")
    private final Map<String, SocketHolder> holders = new HashMap<>();

    @GuardedBy("this")
    private final Map<State, Integer> counts = new EnumMap<>(State.class);

    /**
     * Begins without connections.
     *
     * @param shared true for an address that stands for many clients, such as a proxy's: it is bounded by the totals only
     * @param ended is called for each connection that is ended or not taken
     */
    public Sockets(SocketLimits limits, Predicate<InetAddress> shared, LongSupplier nanoTime, Consumer<Ended> ended) {
        this.limits = limits;
        this.shared = shared;
        this.accepts = new Rates(limits.acceptsPerSecond(), nanoTime);
        this.nanoTime = nanoTime;
        this.ended = ended;
    }

    /**
     * Registers an accepted connection; returns null if it has to be ended at once.
     *
     * @param end ends the connection later; must not block
     */
    public @Nullable OpenSocket open(InetAddress peer, Runnable end) {
        String address = Payer.network(peer);
        boolean many = shared.test(peer);
        if (!many && accepts.take(address) > 0) {
            ended.accept(Ended.RATE);
            return null;
        }
        return open(address, many, end);
    }

    private synchronized @Nullable OpenSocket open(String address, boolean many, Runnable end) {
        SocketHolder holder = holders.get(address);
        if (holder == null) {
            holder = new SocketHolder(address, many);
        } else if (!many && holder.open() >= limits.mostOfAddress() && !replace(holder.oldestWaiting())) {
            ended.accept(Ended.ADDRESS);
            return null;
        }
        if (all.size() >= limits.most() && !replace(longestWaitingOfMost())) {
            ended.accept(Ended.FULL);
            return null;
        }
        OpenSocket socket = new OpenSocket(holder, end, nanoTime.getAsLong());
        all.add(socket);
        holder.add(socket);
        // Put again, because replacing the only connection of an address removes the address.
        holders.put(address, holder);
        counted(State.SILENT, 1);
        return socket;
    }

    private boolean replace(@Nullable OpenSocket socket) {
        if (socket == null) {
            return false;
        }
        end(socket, Ended.REPLACED);
        return true;
    }

    /**
     * The connection that has waited longest, of the address with the most waiting connections. Addresses that stand for
     * many clients come last.
     */
    @GuardedBy("this")
    private @Nullable OpenSocket longestWaitingOfMost() {
        OpenSocket found = null;
        for (SocketHolder holder : holders.values()) {
            OpenSocket oldest = holder.oldestWaiting();
            if (oldest != null && (found == null || isBefore(oldest, found))) {
                found = oldest;
            }
        }
        return found;
    }

    private static boolean isBefore(OpenSocket one, OpenSocket other) {
        if (one.holder.shared != other.holder.shared) {
            return other.holder.shared;
        }
        int more = Integer.compare(one.holder.waiting(), other.holder.waiting());
        return more > 0 || more == 0 && one.sinceNanos - other.sinceNanos < 0;
    }

    /** The head of a request was read. */
    public void requested(OpenSocket socket) {
        change(socket, State.BUSY);
    }

    /** A request has been answered, or {@code upgraded} the connection to a WebSocket. */
    public void answered(OpenSocket socket, boolean upgraded) {
        change(socket, upgraded ? State.WEBSOCKET : State.IDLE);
    }

    private synchronized void change(OpenSocket socket, State state) {
        if (!socket.gone) {
            counted(socket.state, -1);
            counted(state, 1);
            socket.state = state;
            socket.sinceNanos = nanoTime.getAsLong();
            socket.holder.changed(socket);
        }
    }

    @GuardedBy("this")
    private void counted(State state, int change) {
        counts.merge(state, change, Integer::sum);
    }

    /** The connection has ended, for whatever reason. */
    public synchronized void gone(OpenSocket socket) {
        if (socket.gone) {
            return;
        }
        socket.gone = true;
        counted(socket.state, -1);
        all.remove(socket);
        SocketHolder holder = socket.holder;
        holder.remove(socket);
        if (holder.open() == 0) {
            holders.remove(holder.address);
        }
    }

    /** The operating system failed to accept a connection. */
    public void failed() {
        ended.accept(Ended.FAILED);
    }

    /** Ends connections that have exceeded a time limit; called at intervals. */
    public synchronized void sweep() {
        long now = nanoTime.getAsLong();
        List<OpenSocket> over = new ArrayList<>();
        for (OpenSocket socket : all) {
            if (now - socket.sinceNanos > limitNanos(socket.state)) {
                over.add(socket);
            }
        }
        over.forEach(socket -> end(socket, reason(socket.state)));
    }

    private long limitNanos(State state) {
        return switch (state) {
            case SILENT -> TimeUnit.MILLISECONDS.toNanos(limits.silentMs());
            case IDLE -> TimeUnit.MILLISECONDS.toNanos(limits.idleMs());
            case BUSY -> TimeUnit.MILLISECONDS.toNanos(limits.answerMs());
            case WEBSOCKET -> Long.MAX_VALUE;
        };
    }

    private static Ended reason(State state) {
        return state == State.SILENT ? Ended.SILENT : state == State.IDLE ? Ended.IDLE : Ended.SLOW;
    }

    private void end(OpenSocket socket, Ended why) {
        gone(socket);
        ended.accept(why);
        socket.end.run();
    }

    /** The number of connections in a state. */
    public synchronized int count(State state) {
        return counts.getOrDefault(state, 0);
    }

    /** The highest number of connections of one address, without addresses that stand for many clients. */
    public synchronized int mostOfAddress() {
        return holders.values().stream()
                .filter(holder -> !holder.shared)
                .mapToInt(SocketHolder::open)
                .max()
                .orElse(0);
    }

    /** The limits. */
    public SocketLimits limits() {
        return limits;
    }
}
