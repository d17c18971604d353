package io.orderwire.testing.guarantees;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.testing.files.FileCounts;
import io.orderwire.testing.files.FileEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A valid history of a few thousand events that a test then damages: generated from a seed, two hour files, one event in 20
 * is not an order.
 */
final class History {
    static final int PARTITIONS = 4;

    final List<FileEvent> produced = new ArrayList<>();
    final List<ReceivedOrder> received = new ArrayList<>();
    final List<ReceivedDeadLetter> deadLetters = new ArrayList<>();
    final List<Gap> gaps = new ArrayList<>();
    private final long[] seqs = new long[PARTITIONS];
    private final Random random;

    private History(long seed) {
        this.random = new Random(seed);
    }

    static History good(long seed) {
        History history = new History(seed);
        for (int hour = 9; hour <= 10; hour++) {
            long offset = 0;
            for (int i = 0; i < 1_500; i++) {
                offset += history.event(new Position(new HourFile(20260505, hour, 0), offset), i);
            }
        }
        return history;
    }

    private int event(Position pos, int number) {
        boolean order = number % 20 != 7;
        String user = String.format("0x%040x", random.nextInt(50));
        byte[] bytes = ("{\"user\":\"" + user + "\",\"n\":" + random.nextInt(1_000_000) + "}")
                .getBytes(StandardCharsets.UTF_8);
        FileEvent event = new FileEvent(pos, order ? user : null, bytes, order);
        produced.add(event);
        int partition = event.partition(PARTITIONS);
        long seq = ++seqs[partition];
        if (order) {
            received.add(new ReceivedOrder(pos, partition, seq, user, bytes));
        } else {
            deadLetters.add(new ReceivedDeadLetter(pos, partition, seq, "not-an-order"));
        }
        return bytes.length + 1;
    }

    /** Removes an order from the received ones, and returns it. */
    ReceivedOrder lose(int index) {
        return received.remove(index);
    }

    /** Adds a gap for one order, as the parser would report it. */
    void addGap(ReceivedOrder lost) {
        Position pos = lost.pos();
        Position after = new Position(pos.file(), pos.offset() + lost.event().length);
        gaps.add(gap("g" + gaps.size(), lost, pos.toString(), after.toString(), 1L));
    }

    static Gap gap(String id, ReceivedOrder lost, String fromPos, String toPos, @Nullable Long events) {
        return Gap.builder(id, Gap.Where.PARSER, Gap.Reason.AGE)
                .partition(lost.partition())
                .seqs(lost.seq(), lost.seq())
                .positions(fromPos, toPos)
                .events(events)
                .times(0, 0)
                .build();
    }

    /** The index of the first fitting order that was received after {@code index}. */
    int after(int index, Predicate<ReceivedOrder> fits) {
        for (int i = index + 1; i < received.size(); i++) {
            if (fits.test(received.get(i))) {
                return i;
            }
        }
        throw new IllegalStateException("no such order");
    }

    Accounts accounts() {
        long shed = gaps.stream()
                .mapToLong(gap -> gap.events() == null ? 0 : gap.events())
                .sum();
        long orders = received.size();
        return new Accounts(
                orders + deadLetters.size() + shed, 0, 0, orders, deadLetters.size(), shed, produced.size() + 5, 5);
    }

    FileCounts counts() {
        long orders = produced.stream().filter(FileEvent::order).count();
        return new FileCounts(2, produced.size() + 5, 5, produced.size(), orders, 0);
    }

    /** Passes the history to a guarantee and checks it. */
    void check(Guarantee guarantee) {
        feed(guarantee);
        guarantee.check();
    }

    void feed(Guarantee guarantee) {
        produced.forEach(guarantee::produced);
        received.forEach(guarantee::received);
        deadLetters.forEach(guarantee::deadLetter);
        gaps.forEach(guarantee::gap);
    }
}
