package io.orderwire.testing.guarantees;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps positions to numbers in 16 bytes per slot, so that millions of events fit into a test's heap. Limits: a million hour
 * files of 16 TiB each.
 */
final class EventTable {
    private static final int OFFSET_BITS = 44;
    private static final long FREE = -1;

    /** Receives each position with its number. */
    interface Sink {
        void accept(Position pos, long number);
    }

    private final Map<HourFile, Integer> fileIds = new HashMap<>();
    private final List<HourFile> files = new ArrayList<>();
    private long[] keys = newKeys(1 << 12);
    private long[] numbers = new long[1 << 12];
    private int size;

    /** The number of a position, 0 if it was not set. */
    long get(Position pos) {
        int slot = slot(key(pos));
        return keys[slot] == FREE ? 0 : numbers[slot];
    }

    void put(Position pos, long number) {
        long key = key(pos);
        int slot = slot(key);
        if (keys[slot] == FREE) {
            keys[slot] = key;
            size++;
        }
        numbers[slot] = number;
        if (size > keys.length / 10 * 7) {
            grow();
        }
    }

    int size() {
        return size;
    }

    void forEach(Sink sink) {
        for (int slot = 0; slot < keys.length; slot++) {
            if (keys[slot] != FREE) {
                HourFile file = files.get((int) (keys[slot] >>> OFFSET_BITS));
                sink.accept(new Position(file, keys[slot] & ((1L << OFFSET_BITS) - 1)), numbers[slot]);
            }
        }
    }

    private long key(Position pos) {
        Integer id = fileIds.get(pos.file());
        if (id == null) {
            id = files.size();
            files.add(pos.file());
            fileIds.put(pos.file(), id);
        }
        return ((long) id << OFFSET_BITS) | pos.offset();
    }

    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 33) & (keys.length - 1);
        while (keys[slot] != FREE && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldNumbers = numbers;
        keys = newKeys(oldKeys.length * 2);
        numbers = new long[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }

    private static long[] newKeys(int length) {
        long[] keys = new long[length];
        Arrays.fill(keys, FREE);
        return keys;
    }
}
