package io.orderwire.ingestor.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the file of one hour may begin its next generation: not before the bytes at its path contradicted those that can have
 * been read, or were only the first of them for a minute.
 */
final class HourTruth {
    /** A little less than the time that a file is held back. */
    private static final long HELD_MS = 59_000;

    private static final long MOST_HELD_MS = 61_000;
    private static final long NOT_HELD = -1;

    /**
     * A shorter file is compared up to the last checksum that it reaches. The first checksum is after this many bytes, and each
     * later one after twice as many.
     */
    private static final int CHECKSUM_BYTES = 64;

    private final HourPath path;
    private final boolean isShedding;
    /** Each element contains all bytes that may have been seen of the current generation, by one possible explanation. */
    private List<String> known = List.of();

    private boolean mayTurn;
    private int turns;
    /** The bytes that were there when a process began at the end of the files. */
    private String skipped = "";

    private boolean scanned;
    private long heldMs = NOT_HELD;

    /** The state that is restored after a failed transaction. */
    record Memory(List<String> known, boolean mayTurn, String skipped, boolean scanned, int turns) {}

    /** The truth about the file at that path; {@code isShedding} says that bytes of it may be shed. */
    HourTruth(HourPath path, boolean isShedding) {
        this.path = path;
        this.isShedding = isShedding;
    }

    HourPath path() {
        return path;
    }

    /** Whether a file or a generation is in no checkpoint; {@code committed} is of the last one. */
    boolean isNew(Memory committed) {
        return turns != committed.turns || !committed.scanned;
    }

    Memory memory() {
        return new Memory(known, mayTurn, skipped, scanned, turns);
    }

    /**
     * A transaction failed.
     *
     * @param sameProcess whether the process still knows what it read since
     */
    void restore(Memory memory, boolean sameProcess) {
        List<String> all = new ArrayList<>(memory.known);
        if (sameProcess) {
            known.stream().filter(text -> !all.contains(text)).forEach(all::add);
        }
        known = all;
        // A file that no checkpoint knows keeps the generation that it had.
        mayTurn = memory.mayTurn || sameProcess && turns != memory.turns;
        turns = memory.turns;
        skipped = memory.skipped;
        scanned = memory.scanned;
    }

    /** A process begins at the end of the files. */
    void skip() {
        ModelFile file = path.present();
        skipped = file == null ? "" : NodeEvents.wholeLines(file.text());
        known = file == null ? List.of() : List.of(file.text());
    }

    boolean isSkipped(ModelFile file, NodeEvents.Place place) {
        return skipped.regionMatches(0, file.text(), 0, place.offset() + place.length());
    }

    /** The tailer is about to read. */
    void reading(long nowMs) {
        ModelFile present = path.present();
        for (ModelFile file : path.files()) {
            if (file.isPerhapsOpen() && file != present) {
                mayTurn |= file.isRewritten()
                        && known.stream().anyMatch(before -> !file.text().startsWith(before));
                mayBeRead(file);
            }
        }
        if (present == null) {
            return;
        }
        for (String before : known) {
            if (!present.text().startsWith(before)) {
                mayTurn |= !before.startsWith(present.text()) || nowMs - present.grewMs() >= HELD_MS;
            }
        }
        boolean isHeld = known.stream().anyMatch(before -> isFirstPart(present.text(), before));
        heldMs = !isHeld ? NOT_HELD : heldMs == NOT_HELD || present.grewMs() > heldMs ? nowMs : heldMs;
        present.setPerhapsOpen(true);
        mayBeRead(present);
    }

    /** A process begins, and does not know how long a file was held back. */
    void processBegins() {
        heldMs = NOT_HELD;
    }

    private void mayBeRead(ModelFile file) {
        String whole = file.text();
        List<String> others = new ArrayList<>();
        boolean isNew = true;
        for (String before : known) {
            isNew &= !before.startsWith(whole);
            if (!whole.startsWith(before)) {
                others.add(before);
            }
        }
        if (isNew) {
            others.add(whole);
            known = others;
        }
    }

    /** An event of a next generation was delivered. */
    void turned(Found found, NodeEvents events) {
        if (!mayTurn) {
            throw new Broken("same bytes, same generation", found + " although the bytes did not change");
        }
        mayTurn = false;
        turns++;
        List<String> sources = new ArrayList<>();
        List<ModelFile> later = new ArrayList<>();
        for (ModelFile file : path.files()) {
            if (file.isPerhapsOpen() && events.isAt(file.text(), found)) {
                sources.add(file.text());
                later.clear();
            } else if (file.isPerhapsOpen()) {
                later.add(file);
            }
        }
        known = sources;
        // It turned to a former file first.
        mayTurn = contradicts(path.present()) || later.stream().anyMatch(this::contradicts);
    }

    private boolean contradicts(@Nullable ModelFile file) {
        return file != null
                && known.stream()
                        .anyMatch(before -> !file.text().startsWith(before) && !before.startsWith(file.text()));
    }

    /** A checkpoint of another folder is taken over. */
    void mayTurn() {
        mayTurn = true;
    }

    /** The tailer scanned the folder, and must know the file if there is one. */
    void scanned() {
        scanned |= path.present() != null;
    }

    /** Whether the file may be held back now. */
    boolean mayBeHeld(long nowMs) {
        ModelFile present = path.present();
        return present != null
                && nowMs - heldMs < MOST_HELD_MS
                && known.stream().anyMatch(before -> isFirstPart(present.text(), before));
    }

    private boolean isFirstPart(String present, String before) {
        // Bytes that were skipped or shed were not read: a shorter file cannot be compared with them after a restart.
        boolean isUnknown = !skipped.isEmpty() && present.length() < 4 * (skipped.length() + CHECKSUM_BYTES);
        boolean wasHeld = heldMs != NOT_HELD && KnownFault.A_HELD_FILE_IS_NOT_COMPARED_AGAIN.isExcluded();
        if (isUnknown || isShedding || wasHeld) {
            return present.length() < before.length();
        }
        int compared = CHECKSUM_BYTES * Integer.highestOneBit(present.length() / CHECKSUM_BYTES);
        return present.length() < before.length() && before.startsWith(present.substring(0, compared));
    }

    /** All events that are there were delivered, with no step between. */
    void settled(boolean hasEvents) {
        ModelFile present = path.present();
        if (present == null) {
            return;
        }
        List<String> longer = known.stream()
                .filter(before -> isFirstPart(present.text(), before))
                .toList();
        if (longer.isEmpty()) {
            known = List.of(present.text());
            // Without an event it is not seen whether another generation began.
            mayTurn &= !hasEvents;
            path.settled();
        } else {
            // It may be held back still.
            known = longer;
        }
    }
}
