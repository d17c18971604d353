package io.orderwire.testing.guarantees;

import io.orderwire.orders.Gap;
import io.orderwire.testing.client.OrdersFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one WebSocket client of all orders is promised, over as many connections as it makes: within a connection no
 * event twice, each user's in file order, and every jump in a partition's sequence named by dead letters, by gaps, or
 * counted in what the client was told as dropped before. Of what came between two connections nothing is promised. Not
 * thread-safe.
 */
public final class ClientSessions implements Guarantee {
    private final List<Session> sessions = new ArrayList<>();
    private final Map<Integer, Ranges<Long>> deadLetters = new HashMap<>();
    private long received;

    /** A jump and how much had been told as dropped by then. Ends exclusive. */
    private record Jump(int partition, long from, long to, long droppedSoFar) {}

    private static final class Session {
        private final int number;
        private final Map<Integer, Long> next = new HashMap<>();
        private final Map<Integer, Ranges<Long>> gaps = new HashMap<>();
        private final List<Jump> jumps = new ArrayList<>();
        private final OrderPerUser order = OrderPerUser.withinEachFile();
        private long dropped;

        Session(int number) {
            this.number = number;
        }
    }

    /** A connection begins; the one before is over. */
    public void connected() {
        sessions.add(new Session(sessions.size() + 1));
    }

    private Session current() {
        if (sessions.isEmpty()) {
            throw new IllegalStateException("not connected");
        }
        return sessions.get(sessions.size() - 1);
    }

    /**
     * A frame of the connection at hand, as it came.
     *
     * @throws AssertionError when one of its orders is none, or comes again or late
     */
    public void frame(OrdersFrame frame) {
        Session session = current();
        session.dropped += frame.dropped();
        for (Gap gap : frame.gaps()) {
            if (gap.partition() != null && gap.fromSeq() != null && gap.toSeq() != null) {
                session.gaps
                        .computeIfAbsent(gap.partition(), key -> new Ranges<>())
                        .add(gap.fromSeq(), gap.toSeq() + 1);
            }
        }
        for (byte[] json : frame.orders()) {
            received(session, ReceivedOrder.parse(json));
        }
    }

    private void received(Session session, ReceivedOrder order) {
        received++;
        Long expected = session.next.put(order.partition(), order.seq() + 1);
        if (expected != null && order.seq() < expected) {
            throw new AssertionError("connection " + session.number + " got " + order.describe() + " when " + expected
                    + " was the next: doubled, or out of order");
        }
        if (expected != null && order.seq() > expected) {
            session.jumps.add(new Jump(order.partition(), expected, order.seq(), session.dropped));
        }
        session.order.received(order);
    }

    @Override
    public void deadLetter(ReceivedDeadLetter letter) {
        deadLetters.computeIfAbsent(letter.partition(), key -> new Ranges<>()).add(letter.seq(), letter.seq() + 1);
    }

    @Override
    public void check() {
        Findings<String> unexplained = new Findings<>("jumps that nothing names");
        for (Session session : sessions) {
            session.order.check();
            long unnamed = 0;
            for (Jump jump : session.jumps) {
                unnamed += unnamed(session, jump);
                if (unnamed > jump.droppedSoFar) {
                    unexplained.add("connection " + session.number + " partition " + jump.partition + " seq "
                            + jump.from + " to " + (jump.to - 1) + ", with " + unnamed
                            + " events missing so far and " + jump.droppedSoFar + " told");
                }
            }
        }
        Findings.failOnAny(
                "ClientSessions",
                received + " received over " + sessions.size() + " connections",
                List.of(unexplained));
    }

    /** Sequences of the jump that neither a dead letter nor a gap of this connection names. */
    private long unnamed(Session session, Jump jump) {
        Ranges<Long> named = new Ranges<>();
        for (Map<Integer, Ranges<Long>> source : List.of(deadLetters, session.gaps)) {
            Ranges<Long> ranges = source.get(jump.partition);
            if (ranges != null) {
                ranges.asMap().forEach((from, to) -> named.add(Math.max(from, jump.from), Math.min(to, jump.to)));
            }
        }
        long covered = named.asMap().entrySet().stream()
                .mapToLong(range -> range.getValue() - range.getKey())
                .sum();
        return jump.to - jump.from - covered;
    }
}
