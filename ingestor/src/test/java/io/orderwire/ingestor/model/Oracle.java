package io.orderwire.ingestor.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks the output of the tailer against the former contents of the files. Knows the promises of the tailer, but not their
 * implementation.
 */
final class Oracle {
    /** How long a file without a name stays open after it last grew. */
    private static final long OPEN_MS = 60_000;

    private static final String UNFINISHED = "an unfinished line";
    private static final String FORMER = "written into the former file, which is open";
    private static final String FAILED = "of a failed transaction";

    /** An event that the tailer saw: it must be delivered, or reported as lost. */
    private record Owed(String hour, long oid, long offset, int length, String why) {}

    private final NodeEvents events;
    private final Ledger ledger;
    private final Map<String, HourTruth> hours = new HashMap<>();
    private List<Owed> owed = new ArrayList<>();
    private Map<String, HourTruth.Memory> sent = Map.of();
    private Map<String, HourTruth.Memory> committed = Map.of();
    private List<Owed> sentOwed = List.of();
    private List<Owed> committedOwed = List.of();

    Oracle(NodeEvents events, Ledger ledger, Collection<HourPath> paths, boolean isShedding) {
        this.events = events;
        this.ledger = ledger;
        paths.forEach(path -> hours.put(path.hour(), new HourTruth(path, isShedding)));
        sent();
        committed();
    }

    /** The first process begins at the end of the files, or one that takes over another folder. */
    void beginsAtEnd() {
        hours.values().forEach(HourTruth::skip);
    }

    /** A process took a checkpoint over as another folder's. */
    void tookOver() {
        hours.values().forEach(HourTruth::mayTurn);
    }

    /** The tailer is about to read. */
    void reading(long nowMs) {
        for (HourTruth hour : hours.values()) {
            hour.reading(nowMs);
            for (ModelFile file : hour.path().files()) {
                if (file != hour.path().present() && nowMs - file.writtenMs() >= OPEN_MS) {
                    file.setOpen(false);
                }
            }
        }
    }

    /** The tailer read; {@code all} if it scanned the folder and read all that there is. */
    void output(TailerProcess.Output output, boolean all, long nowMs) {
        int losses = ledger.lost().size();
        ledger.add(output, this::judge, this::hasOnePlace);
        for (Lost loss : ledger.lost().subList(losses, ledger.lost().size())) {
            HourTruth hour = hours.get(loss.hour());
            if (loss.reason().equals("vanished")
                    && (hour == null || !hour.path().isDisturbed())) {
                throw new Broken("nothing is reported that is not lost", loss.toString());
            }
        }
        if (!all) {
            return;
        }
        for (HourTruth hour : hours.values()) {
            HourPath path = hour.path();
            hour.scanned();
            if (path.isCalm()) {
                requireAll(hour, nowMs);
            }
            for (ModelFile file : path.files()) {
                if (file == path.present()) {
                    if (path.isCalm()) {
                        oweUnfinished(path, file);
                    }
                    file.setOpen(path.isCalm());
                } else if (file.isOpen()) {
                    withoutName(hour, file);
                }
            }
        }
    }

    /** Whether bytes of the hour have one place: those of a former file may have that of others. */
    private boolean hasOnePlace(String hour) {
        HourTruth truth = hours.get(hour);
        return truth == null || truth.path().files().size() <= 1;
    }

    private void judge(Found found) {
        HourTruth hour = hours.get(found.hour());
        if (hour == null) {
            throw new Broken("hour files alone", found.toString());
        }
        boolean there = hour.path().files().stream().anyMatch(file -> events.isAt(file.text(), found));
        if (!there) {
            throw new Broken("position", "nothing there is " + found);
        }
        if (found.generation() > Math.max(0, ledger.newest(found.hour()))) {
            hour.turned(found, events);
        }
    }

    private void withoutName(HourTruth hour, ModelFile file) {
        HourPath path = hour.path();
        if (file.isRewritten() && KnownFault.A_REWRITTEN_FILE_WITHOUT_A_NAME_IS_NOT_COMPARED.isExcluded()) {
            return;
        }
        for (NodeEvents.Place place : events.complete(file.text())) {
            if (!hour.isSkipped(file, place)) {
                owe(new Owed(path.hour(), place.oid(), place.offset(), place.length(), FORMER));
            }
        }
    }

    /** Adds the bytes of an unfinished line that were seen: the line must end later, or the bytes must be reported as lost. */
    private void oweUnfinished(HourPath path, ModelFile file) {
        int from = NodeEvents.wholeLines(file.text()).length();
        int length = file.text().length() - from;
        if (length > 0 && !events.mayBeEmptyBlock(file.text().substring(from))) {
            owe(new Owed(path.hour(), 0, from, length, UNFINISHED));
        }
    }

    private boolean isSettled(Owed event, HourPath path) {
        if (ledger.isReported(event.hour, 0, event.offset, event.length)) {
            return true;
        }
        if (event.why.equals(FORMER) && ledger.isUnknown(event.hour)) {
            return true;
        }
        if (event.oid != 0) {
            return ledger.isDelivered(event.hour, event.oid);
        }
        ModelFile file = path.present();
        return file != null && file.text().length() >= event.offset + event.length
                || ledger.found().stream().anyMatch(found -> isIn(event, found));
    }

    /** Whether the event is in the line that begins with those bytes. */
    private boolean isIn(Owed bytes, Found found) {
        return found.hour().equals(bytes.hour)
                && found.offset() >= bytes.offset
                && events.lineStart(found) <= bytes.offset;
    }

    private void owe(Owed event) {
        if (!owed.contains(event)) {
            owed.add(event);
        }
    }

    /** Each event that is complete in the file at the path must have been delivered, or reported as lost. */
    private void requireAll(HourTruth hour, long nowMs) {
        HourPath path = hour.path();
        ModelFile file = path.present();
        if (file == null) {
            return;
        }
        int generation = Math.max(0, ledger.newest(path.hour()));
        for (NodeEvents.Place place : events.complete(file.text())) {
            Found found = ledger.at(path.hour(), generation, place.offset());
            boolean delivered = found != null && found.oid() == place.oid();
            if (!delivered
                    && !hour.isSkipped(file, place)
                    && !hour.mayBeHeld(nowMs)
                    && !ledger.isReported(path.hour(), generation, place.offset(), place.length())) {
                throw new Broken(
                        "found or reported",
                        "event " + place.oid() + " at byte " + place.offset() + " of " + path.hour() + " is not in "
                                + path.hour() + "~" + generation);
            }
        }
    }

    /** The tailer read and committed several times, and nothing happened to the files meanwhile. */
    void settled(long nowMs) {
        for (HourTruth hour : hours.values()) {
            requireAll(hour, nowMs);
            ModelFile file = hour.path().present();
            hour.settled(file != null && !events.complete(file.text()).isEmpty());
        }
    }

    /** Checks the end of a history, after which nothing more is delivered. */
    void finished(long nowMs) {
        settled(nowMs);
        for (Owed event : owed) {
            HourTruth hour = hours.get(event.hour);
            if (hour != null && !isSettled(event, hour.path())) {
                throw new Broken("found or reported", event.toString());
            }
        }
    }

    /** Reports that all output until now is in a transaction. */
    void sent() {
        ledger.sent();
        sent = memories();
        sentOwed = List.copyOf(owed);
    }

    void committed() {
        ledger.committed();
        committed = sent;
        committedOwed = sentOwed;
    }

    private Map<String, HourTruth.Memory> memories() {
        Map<String, HourTruth.Memory> memories = new HashMap<>();
        hours.forEach((name, hour) -> memories.put(name, hour.memory()));
        return memories;
    }

    /** The transaction failed, and the process goes back: it still has the files that it opened. */
    void wentBack() {
        owed.removeIf(event -> isForgotten(event.hour));
        hours.forEach((name, hour) -> {
            if (isForgotten(name)) {
                hour.path().files().forEach(file -> file.setOpen(false));
            }
        });
        for (Found found : ledger.uncommitted()) {
            if (found.oid() != 0 && !isForgotten(found.hour())) {
                owe(new Owed(
                        found.hour(), found.oid(), found.offset(), found.raw().length(), FAILED));
            }
        }
        hours.values().forEach(HourTruth::processBegins);
        abort(true);
    }

    private boolean isForgotten(String name) {
        HourTruth hour = hours.get(name);
        HourTruth.Memory memory = committed.get(name);
        return hour != null
                && memory != null
                && hour.isNew(memory)
                && KnownFault.A_FILE_IN_NO_CHECKPOINT_IS_FORGOTTEN.isExcluded();
    }

    /** Reports that the process was killed: bytes that it saw but did not commit are unknown to the next process. */
    void killed() {
        owed = new ArrayList<>(committedOwed);
        if (KnownFault.BYTES_THAT_WERE_READ_AND_NOT_COMMITTED_ARE_UNKNOWN_AFTER_A_KILL.isExcluded()) {
            Set<String> unknown = Set.of(FAILED, FORMER, UNFINISHED);
            owed.removeIf(event -> unknown.contains(event.why));
        }
        for (HourTruth hour : hours.values()) {
            hour.processBegins();
            hour.path().files().forEach(file -> {
                file.setOpen(false);
                file.setPerhapsOpen(false);
            });
        }
        abort(false);
    }

    private void abort(boolean sameProcess) {
        ledger.abort();
        committed.forEach((name, memory) -> {
            HourTruth hour = hours.get(name);
            if (hour != null) {
                hour.restore(memory, sameProcess);
            }
        });
    }
}
