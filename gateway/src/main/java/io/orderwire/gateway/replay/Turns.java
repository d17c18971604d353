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
 * The order in which replays are read: payers take turns, and the replays of a payer take turns within its turns. However
 * many replays a payer has, and however far back they begin, other payers wait for one of its turns only. Replays for which
 * the live stream keeps frames go first.
 */
final class Turns {
    /** Maximum number of replays that are read together; each handles each record separately. */
    private static final int MOST_TOGETHER = 64;

    /** Two replays whose lags are below this number of records are near each other. */
    private static final long NEAR = 100_000;

    private final Deque<ReplayRun> joining = new ArrayDeque<>();
    private final Map<Object, Deque<ReplayRun>> byPayer = new LinkedHashMap<>();

    /** Adds a replay after the others of its payer, and moves the payer to the end. */
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

    /** Adds a replay that is new, or that the hub has returned, without moving its payer to the end. */
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

    /** All replays in the order of their turns: the first of each payer, then the second of each, and so on. */
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

    /** The first replay whose client has room, and those near it. */
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
        long less = Math.min(one.lag(), other.lag());
        long more = Math.max(one.lag(), other.lag());
        return more <= NEAR || more / 2 <= less && more < Long.MAX_VALUE;
    }
}
