package io.orderwire.gateway.read;

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
 * live stream keeps frames go first. Used by one thread.
 */
final class Turns {
    private final Deque<Replay> joining = new ArrayDeque<>();
    private final Map<Object, Deque<Replay>> byPayer = new LinkedHashMap<>();

    /** Puts it behind those of its payer, and its payer behind all others. */
    void add(Replay replay) {
        if (replay.track().hasEnd()) {
            joining.add(replay);
            return;
        }
        Deque<Replay> same = byPayer.remove(replay.payer());
        Deque<Replay> queue = same == null ? new ArrayDeque<>() : same;
        queue.add(replay);
        byPayer.put(replay.payer(), queue);
    }

    /** A replay that has not been read yet: its payer stays where it is. */
    void addNew(Replay replay) {
        if (replay.track().hasEnd()) {
            joining.add(replay);
        } else {
            byPayer.computeIfAbsent(replay.payer(), absent -> new ArrayDeque<>())
                    .add(replay);
        }
    }

    void removeUnwanted() {
        joining.removeIf(replay -> !replay.isWanted());
        byPayer.values().forEach(queue -> queue.removeIf(replay -> !replay.isWanted()));
        byPayer.values().removeIf(Deque::isEmpty);
    }

    void removeAll(List<Replay> taken) {
        joining.removeAll(taken);
        for (Replay replay : taken) {
            byPayer.computeIfPresent(replay.payer(), (same, queue) -> {
                queue.remove(replay);
                return queue.isEmpty() ? null : queue;
            });
        }
    }

    boolean isEmpty() {
        return joining.isEmpty() && byPayer.isEmpty();
    }

    void forEach(Consumer<Replay> each) {
        inOrder().forEach(each);
    }

    /** All of them, the next one first: one of each payer, then the second of each, and so on. */
    List<Replay> inOrder() {
        List<Replay> all = new ArrayList<>(joining);
        List<Iterator<Replay>> open = new ArrayList<>();
        byPayer.values().forEach(queue -> open.add(queue.iterator()));
        while (!open.isEmpty()) {
            for (Iterator<Iterator<Replay>> payers = open.iterator(); payers.hasNext(); ) {
                Iterator<Replay> replays = payers.next();
                if (replays.hasNext()) {
                    all.add(replays.next());
                } else {
                    payers.remove();
                }
            }
        }
        return all;
    }
}
