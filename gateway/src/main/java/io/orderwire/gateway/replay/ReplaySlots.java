package io.orderwire.gateway.replay;

import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.stats.ReplayMetrics;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.Shares;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which replays are read, and which wait until others have caught up. Replays wait, because all clients reconnect
 * at once after a restart of the gateway, and refused ones would have to retry repeatedly. Clients take turns, within the
 * limits of their addresses and tokens.
 */
final class ReplaySlots {
    private final ReplayLimits limits;
    private final ReplayMemory memory;
    private final ReplayMetrics metrics;
    private final long readMemory;
    private final Predicate<Replay> begin;
    private final Shares shares;
    private final Shares waitingShares;
    private final Set<Replay> active = new HashSet<>();
    private final Map<Client, Integer> ofClient = new HashMap<>();
    private final Map<Client, Integer> activeOfClient = new HashMap<>();
    private final Map<Client, Deque<Replay>> waiting = new LinkedHashMap<>();
    private int waitingCount;

    /**
     * Empty.
     *
     * @param readMemory bytes that a replay takes as soon as it is read, in addition to those that it already holds
     * @param begin passes a replay to the replay agent; returns false if the agent cannot take more at the moment
     */
    ReplaySlots(
            ReplayLimits limits, ReplayMemory memory, long readMemory, ReplayMetrics metrics, Predicate<Replay> begin) {
        this.limits = limits;
        this.memory = memory;
        this.readMemory = readMemory;
        this.metrics = metrics;
        this.begin = begin;
        this.shares = new Shares(limits.ofAddress(), limits.ofToken());
        int mostWaiting = Math.max(1, limits.waiting() / 2);
        this.waitingShares = new Shares(mostWaiting, mostWaiting);
        metrics.limit(limits.most(), limits.waiting());
        metrics.watchMemory(memory::taken, memory.most());
    }

    /**
     * Adds a replay, which is read at once if there is room, otherwise later. Returns null, or the reason if it was
     * refused.
     */
    @Nullable
    String add(Replay replay) {
        Client client = replay.client();
        int own = ofClient.getOrDefault(client, 0);
        if (own >= limits.ofClient()) {
            return refused("this connection has " + own + " of " + limits.ofClient() + " (gateway.client.replays)");
        }
        if (!memory.take(replay.heldMemory())) {
            return refused(noMemory());
        }
        String why = place(replay, client);
        if (why != null) {
            memory.release(replay.heldMemory());
            return refused(why);
        }
        ofClient.merge(client, 1, Integer::sum);
        counted();
        return null;
    }

    private @Nullable String place(Replay replay, Client client) {
        boolean atOnce = !waiting.containsKey(client) && take(replay);
        if (!atOnce && waitingCount >= limits.waiting()) {
            return full(client.payer()) + ", and " + waitingCount + " of " + limits.waiting()
                    + " wait (gateway.waiting.replays)";
        }
        if (!atOnce && !waitingShares.take(client.payer())) {
            return full(client.payer()) + ", and of its address or token half of " + limits.waiting()
                    + " wait (gateway.waiting.replays)";
        }
        if (!atOnce) {
            waitingCount++;
            waiting.computeIfAbsent(client, absent -> new ArrayDeque<>()).add(replay);
        }
        return null;
    }

    private String refused(String why) {
        metrics.refused();
        return why;
    }

    /** Describes the limit that prevents a replay of {@code payer} from being read. */
    String full(Payer payer) {
        if (active.size() >= limits.most()) {
            return "all together have " + active.size() + " of " + limits.most() + " (gateway.max.replays)";
        }
        if (!shares.hasRoom(payer)) {
            return "its address has " + limits.ofAddress() + " (gateway.address.replays) or its token has "
                    + limits.ofToken() + " (gateway.token.replays)";
        }
        return memory.hasRoom(readMemory) ? "as many as may wait for their reader have just begun" : noMemory();
    }

    private String noMemory() {
        return "all together take " + memory.taken() + " of " + memory.most() + " bytes (gateway.replay.bytes)";
    }

    /** Begins to read a replay if there is room. */
    private boolean take(Replay replay) {
        Payer payer = replay.client().payer();
        if (active.size() >= limits.most() || !shares.hasRoom(payer) || !memory.take(readMemory)) {
            return false;
        }
        if (!begin.test(replay)) {
            memory.release(readMemory);
            return false;
        }
        shares.take(payer);
        active.add(replay);
        activeOfClient.merge(replay.client(), 1, Integer::sum);
        memory.share(activeOfClient.size());
        return true;
    }

    /** Removes a replay that has ended or caught up, so that another one may begin. */
    void remove(Replay replay) {
        Client client = replay.client();
        if (active.remove(replay)) {
            shares.release(client.payer());
            memory.release(readMemory);
            less(activeOfClient, client);
            memory.share(activeOfClient.size());
        } else if (!removeWaiting(replay)) {
            return;
        }
        memory.release(replay.heldMemory());
        less(ofClient, client);
        promote();
    }

    private boolean removeWaiting(Replay replay) {
        Deque<Replay> queue = waiting.get(replay.client());
        if (queue == null || !queue.remove(replay)) {
            return false;
        }
        if (queue.isEmpty()) {
            waiting.remove(replay.client());
        }
        noLongerWaits(replay);
        return true;
    }

    private void noLongerWaits(Replay replay) {
        waitingCount--;
        waitingShares.release(replay.client().payer());
    }

    /** Begins waiting replays as far as limits allow; clients that got a turn go to the end of the queue. */
    void promote() {
        Map<Client, Deque<Replay>> served = new LinkedHashMap<>();
        for (Iterator<Map.Entry<Client, Deque<Replay>>> all = waiting.entrySet().iterator();
                all.hasNext() && active.size() < limits.most(); ) {
            Map.Entry<Client, Deque<Replay>> one = all.next();
            Replay next = one.getValue().element();
            if (take(next)) {
                all.remove();
                one.getValue().remove();
                noLongerWaits(next);
                if (!one.getValue().isEmpty()) {
                    served.put(one.getKey(), one.getValue());
                }
            }
        }
        waiting.putAll(served);
        counted();
    }

    /** The replays that have waited since before {@code nanos}. */
    List<Replay> waitingSince(long nanos) {
        return waiting.values().stream()
                .flatMap(queue -> queue.stream().takeWhile(replay -> replay.askedNanos() - nanos < 0))
                .toList();
    }

    private static void less(Map<Client, Integer> counts, Client client) {
        counts.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
    }

    private void counted() {
        metrics.counted(active.size(), waitingCount);
    }
}
