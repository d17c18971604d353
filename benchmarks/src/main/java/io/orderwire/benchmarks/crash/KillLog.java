package io.orderwire.benchmarks.crash;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The kills of a run, and how long they kept every reader waiting; from any thread. */
final class KillLog {
    private final int partitions;
    private final List<ReaderWaits> readers = new ArrayList<>();
    private final Set<Part> victims = EnumSet.noneOf(Part.class);

    KillLog(int partitions) {
        this.partitions = partitions;
    }

    /** A reader takes part. */
    synchronized ReaderWaits follow(String reader) {
        ReaderWaits waits = new ReaderWaits(reader, partitions);
        readers.add(waits);
        return waits;
    }

    /** The part was killed at that moment, epoch milliseconds. */
    synchronized void killed(Part part, long nowMs) {
        victims.add(part);
        readers.forEach(reader -> reader.killed(part, nowMs));
    }

    /** The reader has an order of that partition that was written at that moment. */
    synchronized void saw(ReaderWaits reader, int partition, long writtenMs, long nowMs) {
        reader.saw(partition, writtenMs, nowMs);
    }

    /** No more kills, and no more load. */
    synchronized void end(long nowMs) {
        readers.forEach(reader -> reader.endWindow(nowMs));
    }

    /** A line for each part and reader. */
    synchronized List<String> table() {
        List<String> lines = new ArrayList<>(List.of(ReaderWaits.headings()));
        victims.forEach(part -> readers.forEach(reader -> lines.add(reader.line(part))));
        return lines;
    }
}
