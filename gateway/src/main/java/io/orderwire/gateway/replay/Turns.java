package io.orderwire.gateway.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The order in which replays are read: payers take turns, and the replays of one payer take its turns in turn. However many
 * replays one payer has, and however far back they begin, those of another wait for one turn of it only. Those for which the
 * live stream keeps frames go first.
 */
final class Turns {
    /** Replays that are read in one go: each judges each record by itself. */
    private static final int MOST_TOGETHER = 64;

    /** Replays whose lags are both below this are near each other, records. */
    private static final long NEAR = 100_000;

    private final Deque<ReplayRun> joining = new ArrayDeque<>();
    private final Map<Object, Deque<ReplayRun>> byPayer = new LinkedHashMap<>();

    /** Adds it after those of its payer, and its payer after all others. */
    void add(ReplayRun run) {
        if (run.track().hasEnd()) {
            joining.add(run);
            return;
        }
        Deque<ReplayRun> same = byPayer.remove(run.payer());
        Deque<ReplayRun> queue = same == null ? new ArrayDeque<>() : same;
        queue.add(run);
        byPayer.put(run.payer(), queue);
    }

    /** A run that has not been read yet: its payer stays where it is. */
    void addNew(ReplayRun run) {
        if (run.track().hasEnd()) {
            joining.add(run);
        } else {
            byPayer.computeIfAbsent(run.payer(), absent -> new ArrayDeque<>()).add(run);
        }
    }

    void removeUnwanted() {
        joining.removeIf(run -> !run.isWanted());
        byPayer.values().forEach(queue -> queue.removeIf(run -> !run.isWanted()));
        byPayer.values().removeIf(Deque::isEmpty);
    }

    void removeAll(List<ReplayRun> taken) {
        joining.removeAll(taken);
        for (ReplayRun run : taken) {
            byPayer.computeIfPresent(run.payer(), (same, queue) -> {
                queue.remove(run);
                return queue.isEmpty() ? null : queue;
            });
        }
    }

    boolean isEmpty() {
        return joining.isEmpty() && byPayer.isEmpty();
    }

    void forEach(Consumer<ReplayRun> each) {
        inOrder().forEach(each);
    }

    /** All of them, the next one first: one of each payer, then the second of each, and so on. */
    List<ReplayRun> inOrder() {
        List<ReplayRun> all = new ArrayList<>(joining);
        List<Iterator<ReplayRun>> open = new ArrayList<>();
        byPayer.values().forEach(queue -> open.add(queue.iterator()));
        while (!open.isEmpty()) {
            for (Iterator<Iterator<ReplayRun>> payers = open.iterator(); payers.hasNext(); ) {
                Iterator<ReplayRun> replays = payers.next();
                if (replays.hasNext()) {
                    all.add(replays.next());
                } else {
                    payers.remove();
                }
            }
        }
        return all;
    }

    /** The first whose client takes more records, and those near it. */
    List<ReplayRun> choose(ReplaySteps steps) {
        List<ReplayRun> together = new ArrayList<>();
        for (ReplayRun run : inOrder()) {
            boolean near = together.isEmpty() || isNear(together.get(0).track(), run.track());
            if (near && run.isWanted() && run.track().hasBegun() && steps.lookForRoom(run)) {
                together.add(run);
            }
            if (together.size() == MOST_TOGETHER) {
                break;
            }
        }
        return together;
    }

    private static boolean isNear(Track one, Track other) {
        long less = Math.min(one.behind(), other.behind());
        long more = Math.max(one.behind(), other.behind());
        return more <= NEAR || more / 2 <= less && more < Long.MAX_VALUE;
    }
}
