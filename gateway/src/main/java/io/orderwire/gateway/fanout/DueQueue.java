package io.orderwire.gateway.fanout;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Groups whose frames wait, the one that is due next first: a binary heap in which each group knows its place, so that any
 * one is taken out in little time. Used by one thread at a time.
 */
final class DueQueue {
    /** Place of a group that does not wait. */
    static final int NOWHERE = -1;

    private static final int FIRST_ROOM = 16;

    private @Nullable Group[] heap = new Group[FIRST_ROOM];
    private int size;

    /** Adds a group that does not wait; when it is due may not change before it is taken out. */
    void add(Group group) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        up(size++, group);
    }

    /** The one that is due next, null if none waits. */
    @Nullable
    Group first() {
        return size == 0 ? null : heap[0];
    }

    /** Takes out a group; does nothing if it does not wait. */
    void remove(Group group) {
        int place = group.place();
        if (place == NOWHERE) {
            return;
        }
        group.place(NOWHERE);
        Group last = at(--size);
        heap[size] = null;
        if (last != group) {
            if (place > 0 && isBefore(last, at((place - 1) / 2))) {
                up(place, last);
            } else {
                down(place, last);
            }
        }
    }

    private void up(int from, Group group) {
        int place = from;
        while (place > 0 && isBefore(group, at((place - 1) / 2))) {
            put(place, at((place - 1) / 2));
            place = (place - 1) / 2;
        }
        put(place, group);
    }

    private void down(int from, Group group) {
        int place = from;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && isBefore(at(child + 1), at(child))) {
                child++;
            }
            if (!isBefore(at(child), group)) {
                break;
            }
            put(place, at(child));
            place = child;
        }
        put(place, group);
    }

    private void put(int place, Group group) {
        heap[place] = group;
        group.place(place);
    }

    private Group at(int place) {
        Group group = heap[place];
        if (group == null) {
            throw new IllegalStateException("no group at " + place + " of " + size);
        }
        return group;
    }

    private static boolean isBefore(Group one, Group other) {
        return one.dueNanos() - other.dueNanos() < 0;
    }
}
