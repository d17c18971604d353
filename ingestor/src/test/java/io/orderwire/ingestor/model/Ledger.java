package io.orderwire.ingestor.model;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Offsets;
import io.orderwire.ingestor.partition.RawRecord;
import io.orderwire.ingestor.partition.Totals;
import io.orderwire.ingestor.sequence.NodeMarkers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The events and losses that the tailer delivered, without those of failed transactions. Checks the rules for each output by
 * itself: sequences, one event at one place, file order, accounts.
 */
final class Ledger {
    private final NodeEvents events;
    private final long[] nextSeq;
    private final List<Found> found = new ArrayList<>();
    private final List<Lost> lost = new ArrayList<>();
    private final Map<String, NavigableMap<Long, Found>> byFile = new HashMap<>();
    private int vanished;
    private int[] sent = new int[3];
    private int[] committed = new int[3];

    Ledger(NodeEvents events, int partitions) {
        this.events = events;
        this.nextSeq = new long[partitions];
        count();
    }

    /** Adds an output; {@code before} is called with each event before it is added. */
    void add(TailerProcess.Output output, Consumer<Found> before, Predicate<String> hasOnePlace) {
        for (RawRecord row : output.records()) {
            if (row.firstSeq() != nextSeq[row.partition()]) {
                throw new Broken("sequences", row.firstSeq() + " instead of " + nextSeq[row.partition()]);
            }
            if (row.gap() == null) {
                for (Found each : decode(row)) {
                    before.accept(each);
                    add(each);
                }
            } else if (row.partition() == 0) {
                Lost loss = Lost.of(Gap.parse(new String(row.gap(), StandardCharsets.UTF_8)));
                if (hasOnePlace.test(loss.hour())) {
                    requireUndelivered(loss);
                }
                lost.add(loss);
            }
        }
        for (Gap gap : NodeMarkers.missingHours(output.gaps())) {
            vanished += gap.events() == null ? 1 : -1;
        }
        for (Gap gap : NodeMarkers.losses(output.gaps())) {
            vanished += gap.reason() == Gap.Reason.VANISHED ? 1 : 0;
        }
    }

    private List<Found> decode(RawRecord row) {
        String file = new String(row.file(), StandardCharsets.UTF_8);
        int tilde = file.indexOf('~');
        String hour = tilde < 0 ? file : file.substring(0, tilde);
        int generation = tilde < 0 ? 0 : Integer.parseInt(file.substring(tilde + 1));
        String[] lines = new String(row.value(), StandardCharsets.US_ASCII).split("\n", -1);
        if (lines.length != row.events() + 1 || !lines[row.events()].isEmpty()) {
            throw new Broken("accounts", row.events() + " events are " + (lines.length - 1) + " lines");
        }
        Offsets.Reader offsets = new Offsets.Reader(row.offsets());
        List<Found> decoded = new ArrayList<>();
        for (int i = 0; i < row.events(); i++) {
            NodeEvents.Known known = events.known(lines[i]);
            decoded.add(new Found(
                    hour,
                    generation,
                    offsets.next(),
                    row.partition(),
                    known == null ? 0 : known.oid(),
                    known == null ? lines[i] : known.raw()));
        }
        return decoded;
    }

    private void add(Found each) {
        NavigableMap<Long, Found> file =
                byFile.computeIfAbsent(file(each.hour(), each.generation()), k -> new TreeMap<>());
        Found same = file.get(each.offset());
        if (same != null) {
            throw new Broken("once", each + " after " + same);
        }
        for (Found later : file.tailMap(each.offset(), false).values()) {
            if (later.partition() == each.partition()) {
                throw new Broken("file order", each + " after " + later);
            }
        }
        for (Found other : file.values()) {
            if (each.oid() != 0 && other.oid() == each.oid()) {
                throw new Broken("once", each + " after " + other);
            }
        }
        for (Lost loss : lost) {
            if (loss.reason().equals("age") && isIn(loss, each)) {
                throw new Broken("once", each + " was delivered after it was shed: " + loss);
            }
        }
        file.put(each.offset(), each);
        found.add(each);
        nextSeq[each.partition()]++;
    }

    private void requireUndelivered(Lost loss) {
        for (Found each : byFile.getOrDefault(file(loss.hour(), loss.generation()), new TreeMap<>())
                .values()) {
            if (isIn(loss, each)) {
                throw new Broken("lost or found", each + " was delivered, and then reported in " + loss);
            }
        }
    }

    private static boolean isIn(Lost loss, Found each) {
        return loss.hour().equals(each.hour())
                && loss.generation() == each.generation()
                && loss.from() <= each.offset()
                && each.offset() < loss.to();
    }

    private static String file(String hour, int generation) {
        return hour + "~" + generation;
    }

    /** The event at that place, or null. */
    @Nullable
    Found at(String hour, int generation, long offset) {
        NavigableMap<Long, Found> file = byFile.get(file(hour, generation));
        return file == null ? null : file.get(offset);
    }

    /** The newest generation of that hour of which an event was delivered, -1 if none was. */
    int newest(String hour) {
        return found.stream()
                .filter(each -> each.hour().equals(hour))
                .mapToInt(Found::generation)
                .max()
                .orElse(-1);
    }

    boolean isDelivered(String hour, long oid) {
        return found.stream().anyMatch(each -> each.oid() == oid && each.hour().equals(hour));
    }

    /** Whether bytes in that place of the hour's file were reported as lost, in that generation or a later one. */
    boolean isReported(String hour, int fromGeneration, long offset, int length) {
        return lost.stream()
                .anyMatch(loss ->
                        loss.hour().equals(hour) && loss.generation() >= fromGeneration && loss.covers(offset, length));
    }

    /** Whether a loss of unknown size was reported of the hour. */
    boolean isUnknown(String hour) {
        return lost.stream().anyMatch(loss -> loss.hour().equals(hour) && loss.to() == Long.MAX_VALUE);
    }

    List<Found> uncommitted() {
        return List.copyOf(found.subList(committed[0], found.size()));
    }

    List<Found> found() {
        return found;
    }

    List<Lost> lost() {
        return lost;
    }

    void check(Totals totals) {
        long delivered = totals.found() - totals.duplicates() - totals.skipped();
        if (delivered != found.size()) {
            throw new Broken("accounts", delivered + " delivered by the account " + totals + ", not " + found.size());
        }
        if (totals.vanished() != vanished) {
            throw new Broken("accounts", totals.vanished() + " losses by the account, not " + vanished);
        }
    }

    void sent() {
        sent = new int[] {found.size(), lost.size(), vanished};
    }

    void committed() {
        committed = sent;
    }

    /** Discards uncommitted output. */
    void abort() {
        found.subList(committed[0], found.size()).clear();
        lost.subList(committed[1], lost.size()).clear();
        vanished = committed[2];
        count();
    }

    private void count() {
        byFile.clear();
        java.util.Arrays.fill(nextSeq, 1);
        for (Found each : found) {
            byFile.computeIfAbsent(file(each.hour(), each.generation()), k -> new TreeMap<>())
                    .put(each.offset(), each);
            nextSeq[each.partition()]++;
        }
    }
}
