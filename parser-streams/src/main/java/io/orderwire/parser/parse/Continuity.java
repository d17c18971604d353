package io.orderwire.parser.parse;

import io.orderwire.contract.position.Sequence;
import io.orderwire.parser.totals.Numbering;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a raw record continues the records of its partition that were handled, repeats them, begins another
 * numbering, or is foreign.
 *
 * <p>An ingestor numbers the events of a partition without gaps, and names its numbering. A record of the same numbering whose
 * sequences were handled is therefore a repetition; one of another numbering never is. A gap in the sequences is plausible if
 * the unseen offsets before the record have room for the missing events: if a forged sequence far ahead were accepted, all
 * later events would look like repetitions. A record that does not fit is foreign until the next one continues it: then an
 * ingestor wrote it, and its events are reported as lost.
 *
 * <p>Version 0.1.0 did not name its numbering. Its records count as one numbering per raw topic. Such a record, if it does not
 * continue that numbering, is a repetition only if its offset was read before.
 */
final class Continuity {
    /** Prefix of the name of a numbering of version 0.1.0, before the raw topic's id. */
    private static final String UNNAMED = "topic ";

    /**
     * Largest number of events that may be missing without any unseen offset: a single broker may lose its last records in a
     * crash.
     */
    private static final long LITTLE = 4_096;

    /** What a record is. */
    enum Result {
        /** It is new and follows the records that were handled. */
        NEXT,
        /** It is new and begins another numbering. */
        BEGINS,
        /** It was handled before. */
        REPEATED,
        /** It does not fit: its sequences neither follow nor repeat those that were handled. */
        FOREIGN
    }

    /** A record that is foreign unless the next one continues it. */
    private record Doubtful(String numbering, long firstSeq, long lastSeq) {}

    /** The previous numbering; if a record continues it, the current numbering was foreign. */
    private record Former(String numbering, long lastSeq) {}

    private final String unnamed;
    private Numbering numbering;
    private long seen;
    private long unseen;
    private @Nullable Doubtful doubtful;
    private @Nullable Former former;

    /** @param rawTopic identifies the raw topic */
    Continuity(String rawTopic, Numbering numbering) {
        this.unnamed = UNNAMED + rawTopic;
        this.numbering = numbering;
        this.seen = numbering.offset();
    }

    Numbering numbering() {
        return numbering;
    }

    /** Adds {@code events} to the number of events whose counts were guessed. */
    void guessed(long events) {
        numbering = numbering.guessed(events);
    }

    /** All records up to that offset have been handled. */
    void handled(long newOffset) {
        numbering = numbering.handled(newOffset);
        unseen = 0;
    }

    /** Adopts the name of the numbering of the current block, which is the first one after totals were missing. */
    void adopt(String named) {
        numbering = numbering.named(name(named));
    }

    /** Classifies a block; {@code handledSeq} is the last sequence handled, in the parser's own numbering. */
    Result judge(RawBlock block, long at, long handledSeq) {
        String name = name(block.numbering());
        long last = handledSeq - numbering.base();
        long first = block.rawSeq();
        long lastOfBlock = first + block.rawEvents() - 1;
        if (resumes(name, first, handledSeq)) {
            doubtful = null;
            return Result.NEXT;
        }
        if (continues(name, first, last) || isNewPart(name, first, lastOfBlock, last)) {
            takes(name, last);
            return Result.NEXT;
        }
        if (begins(name, first, last, handledSeq)) {
            doubtful = null;
            return Result.BEGINS;
        }
        if (name.equals(numbering.name()) || numbering.name().isEmpty()) {
            boolean readBefore = isNamed(name) || numbering.offset() == Numbering.NO_OFFSET || at <= numbering.offset();
            if (lastOfBlock <= last && readBefore) {
                return Result.REPEATED;
            }
        }
        return confirmed(name, first, lastOfBlock, last, handledSeq);
    }

    /** Classifies a marker; {@code nextSeq} is the sequence of the first event after it. A marker never begins a numbering. */
    Result judge(RawMarker marker, long nextSeq, long handledSeq) {
        String name = name(marker.numbering());
        long last = handledSeq - numbering.base();
        if (continues(name, nextSeq, last)) {
            takes(name, last);
            return Result.NEXT;
        }
        boolean same = name.equals(numbering.name()) || numbering.name().isEmpty();
        return same && nextSeq <= last ? Result.REPEATED : Result.FOREIGN;
    }

    /** Whether an ingestor of the current numbering may write markers without a sequence, as version 0.1.0 does. */
    boolean takesUnnamed() {
        return !isNamed(numbering.name());
    }

    private String name(String named) {
        return named.isEmpty() ? unnamed : named;
    }

    private static boolean isNamed(String name) {
        return !name.isEmpty() && !name.startsWith(UNNAMED);
    }

    /**
     * Whether a record continues the sequences. An upgraded ingestor continues a numbering that had no name; an ingestor whose
     * checkpoint is missing may continue the sequences under another name.
     */
    private boolean continues(String name, long first, long last) {
        boolean fits = numbering.name().isEmpty() || name.equals(numbering.name()) || isNamed(name);
        return fits && first > last && first - last - 1 <= mostMissing();
    }

    private void takes(String name, long last) {
        doubtful = null;
        if (isNamed(numbering.name()) && !name.equals(numbering.name())) {
            former = new Former(numbering.name(), last);
        }
        numbering = numbering.named(name);
    }

    /** Largest number of events that the records at unseen offsets can have held. */
    private long mostMissing() {
        long records = Math.min(unseen, Sequence.MAX / Sequence.MOST_IN_RECORD - 1);
        return records * Sequence.MOST_IN_RECORD + LITTLE;
    }

    /** Reports that a record arrived at offset {@code at}, even if it will be ignored. */
    void sees(long at) {
        if (at <= seen) {
            // The topic was created again, or the group's offsets were set back.
            unseen = at;
        } else {
            unseen += at - seen - 1;
        }
        seen = at;
    }

    /** Whether a part of the block is new: a foreign record may have taken the first of its sequences. */
    private boolean isNewPart(String name, long first, long lastOfBlock, long last) {
        return name.equals(numbering.name()) && first <= last && lastOfBlock > last;
    }

    private boolean resumes(String name, long first, long handledSeq) {
        Former before = former;
        if (before == null || !before.numbering().equals(name) || first != before.lastSeq() + 1) {
            return false;
        }
        numbering = numbering.begun(name, handledSeq - before.lastSeq());
        former = null;
        return true;
    }

    /** Whether another numbering begins: that of an ingestor that lost its checkpoint and records, or that of another topic. */
    private boolean begins(String name, long first, long last, long handledSeq) {
        boolean other = !numbering.name().isEmpty() && !name.equals(numbering.name());
        if (!other || first > last || !isNamed(name) && (isNamed(numbering.name()) || first != 1)) {
            return false;
        }
        begin(name, last, handledSeq - first + 1);
        return true;
    }

    private void begin(String name, long last, long newBase) {
        former = new Former(numbering.name(), last);
        numbering = numbering.begun(name, newBase);
    }

    private Result confirmed(String name, long first, long lastOfBlock, long last, long handledSeq) {
        Doubtful before = doubtful;
        if (before == null || !before.numbering().equals(name) || first != before.lastSeq() + 1) {
            doubtful = new Doubtful(name, first, lastOfBlock);
            return Result.FOREIGN;
        }
        doubtful = null;
        if (name.equals(numbering.name()) && first > last) {
            return Result.NEXT;
        }
        // The events of the doubtful block count as missing, but no events before it.
        begin(name, last, handledSeq - before.firstSeq() + 1);
        return Result.BEGINS;
    }
}
