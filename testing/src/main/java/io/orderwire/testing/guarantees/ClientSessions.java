package io.orderwire.testing.guarantees;

import io.orderwire.testing.client.OrdersFrame;
import io.orderwire.testing.files.FileEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The guarantees for a WebSocket client of all orders, in each of its connections. A connection begins at any sequence of
 * each partition; events between two connections are not checked. Within a connection, an order is not received twice, the
 * orders of a user are in file order, the sequences of a partition rise, and missing sequences are explained: by dead
 * letters, by a gap that was reported at its place, or by a number of dropped events that was reported at its place. As
 * many events as were reported as dropped are missing.
 *
 * <p>Pass it the connections and their frames in the order in which they arrived, the dead letters from their topic, and,
 * to compare the bytes of orders, the produced events.
 */
public final class ClientSessions implements Guarantee {
    private final int partitions;
    private final List<ClientSession> sessions = new ArrayList<>();
    private final Map<Integer, Set<Long>> deadLetters = new TreeMap<>();
    private final EventTable produced = new EventTable();
    private final EventTable received = new EventTable();

    /** @param partitions of the topic of orders */
    public ClientSessions(int partitions) {
        this.partitions = partitions;
    }

    /** Begins a connection, to which the following frames belong. */
    public void connected() {
        if (!sessions.isEmpty()) {
            sessions.get(sessions.size() - 1).ended();
        }
        sessions.add(new ClientSession(sessions.size(), partitions));
    }

    /** Takes a frame of the client's only subscription. */
    public void frame(OrdersFrame frame) {
        if (sessions.isEmpty()) {
            throw new IllegalStateException("a frame before the first connection");
        }
        List<ReceivedOrder> orders =
                frame.orders().stream().map(ReceivedOrder::parse).toList();
        orders.forEach(order -> received.put(order.pos(), EventHash.of(order.event(), order.user())));
        sessions.get(sessions.size() - 1).frame(orders, frame.dropped(), frame.gaps());
    }

    @Override
    public void produced(FileEvent event) {
        produced.put(event.pos(), event.order() ? EventHash.of(event.bytes(), String.valueOf(event.user())) : 0);
    }

    @Override
    public void deadLetter(ReceivedDeadLetter letter) {
        deadLetters.computeIfAbsent(letter.partition(), key -> new HashSet<>()).add(letter.seq());
    }

    /** Orders received in all connections. */
    public long orders() {
        return sessions.stream().mapToLong(ClientSession::orders).sum();
    }

    /** Events that were reported to the client as dropped, in all connections. */
    public long dropped() {
        return sessions.stream().mapToLong(ClientSession::dropped).sum();
    }

    @Override
    public void check() {
        List<String> broken = new ArrayList<>();
        Findings<String> other = new Findings<>("received that stand otherwise, or not at all, in the files");
        if (produced.size() > 0) {
            received.forEach((pos, hash) -> {
                if (produced.get(pos) != hash) {
                    other.add(pos.toString());
                }
            });
        }
        String outOf = orders() + " received in " + sessions.size() + " connections";
        collect(broken, () -> Findings.failOnAny("ClientSessions", outOf, List.of(other)));
        sessions.forEach(session -> collect(broken, () -> session.check(deadLetters)));
        if (!broken.isEmpty()) {
            throw new AssertionError(String.join("\n", broken));
        }
    }

    static void collect(List<String> broken, Runnable check) {
        try {
            check.run();
        } catch (AssertionError e) {
            broken.add(e.getMessage());
        }
    }
}
