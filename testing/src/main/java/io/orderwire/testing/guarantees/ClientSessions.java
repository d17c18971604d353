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
 * What a WebSocket client of all orders is promised, over all its connections. Each begins at some sequence of each
 * partition, and nothing is said of what came while there was none. Within one: no order twice, those of a user in
 * file order, the sequence of a partition rising, and each jump in it named: by dead letters, by a gap that was told at
 * its place, or by a number of events dropped that was told at its place. What was told as dropped is missing indeed.
 *
 * <p>Tell it the connections and their frames in the order in which they came, the dead letters from their topic, and,
 * to have the orders' bytes compared, what was produced.
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

    /** The client has connected, for the first time or again; the frames that follow are those of this connection. */
    public void connected() {
        if (!sessions.isEmpty()) {
            sessions.get(sessions.size() - 1).ended();
        }
        sessions.add(new ClientSession(sessions.size(), partitions));
    }

    /** A frame of the client's one subscription. */
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

    /** Events of which the client was told that they were dropped, in all connections. */
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
