package io.orderwire.parser.parse;

import io.orderwire.orders.Sequence;
import io.orderwire.parser.totals.Numbering;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a record of the raw topic continues what has been handled of its partition, repeats it, begins another
 * numbering, or is foreign.
 *
 * <p>An ingestor numbers the events of a partition without holes, and names its numbering. So a record of the same numbering
 * whose sequences have been handled is a repetition; one of another numbering never is. A jump is plausible as far as the
 * offsets before the record have room for the events that are missing: a forged sequence far ahead, once believed, would make
 * all later events look like repetitions. A record that does not fit is foreign, until the next one continues it: then it was
 * an ingestor's, and is reported as lost.
 *
 * <p>Version 0.1.0 named no numbering. Its records are taken to count in one of the raw topic's own, and a record that
 * continues nothing is judged by its offset: only one that was read before is a repetition.
 */
final class Continuity {
    /** Names numberings of version 0.1.0 after their topic. */
    private static final String UNNAMED = "topic ";

    /** So many events may be missing with no offset between: a lone broker that fails may lose its last records. */
    private static final long LITTLE = 4_096;

    /** What a record is. */
    enum Verdict {
        /** It is new, and behind what has been handled. */
        NEXT,
        /** It is new, and its numbering is another one from here on. */
        BEGINS,
        /** It has been handled. */
        REPEATED,
        /** It fits to nothing. */
        FOREIGN
    }

    /** A record that fits to nothing, unless the next one continues it. */
    private record Doubtful(String numbering, long firstSeq, long lastSeq) {}

    /** A numbering that another one has taken the place of; should it be continued, the other one was foreign. */
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

    /** So many more events were counted without having been seen. */
    void guessed(long events) {
        numbering = numbering.guessed(events);
    }

    /** All up to that offset has been handled. */
    void handled(long newOffset) {
        numbering = numbering.handled(newOffset);
        unseen = 0;
    }

    /** Takes the numbering of the block at hand, which is the first one after totals were missing. */
    void adopt(String named) {
        numbering = numbering.named(name(named));
    }

    /** Judges a block; {@code handledSeq} is the last sequence handled, in the parser's own numbering. */
    Verdict judge(RawBlock block, long at, long handledSeq) {
        String name = name(block.numbering());
        long last = handledSeq - numbering.base();
        long first = block.rawSeq();
        long lastOfBlock = first + block.rawEvents() - 1;
        if (resumes(name, first, handledSeq)) {
            doubtful = null;
            return Verdict.NEXT;
        }
        if (continues(name, first, last) || isNewPart(name, first, lastOfBlock, last)) {
            takes(name, last);
            return Verdict.NEXT;
        }
        if (begins(name, first, last, handledSeq)) {
            doubtful = null;
            return Verdict.BEGINS;
        }
        if (name.equals(numbering.name()) || numbering.name().isEmpty()) {
            boolean readBefore = isNamed(name) || numbering.offset() == Numbering.NO_OFFSET || at <= numbering.offset();
            if (lastOfBlock <= last && readBefore) {
                return Verdict.REPEATED;
            }
        }
        return confirmed(name, first, lastOfBlock, last, handledSeq);
    }

    /** Judges a marker that names the sequence behind it; it never begins a numbering. */
    Verdict judge(RawMarker marker, long nextSeq, long handledSeq) {
        String name = name(marker.numbering());
        long last = handledSeq - numbering.base();
        if (continues(name, nextSeq, last)) {
            takes(name, last);
            return Verdict.NEXT;
        }
        boolean same = name.equals(numbering.name()) || numbering.name().isEmpty();
        return same && nextSeq <= last ? Verdict.REPEATED : Verdict.FOREIGN;
    }

    /** Whether a marker without a sequence can be an ingestor's. */
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
     * An ingestor that was upgraded continues the numbering that had no name; one whose checkpoint is missing may continue the
     * sequences under another name.
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

    /** Events that records at the offsets that were not seen may have held. */
    private long mostMissing() {
        long records = Math.min(unseen, Sequence.MAX / Sequence.MOST_IN_RECORD - 1);
        return records * Sequence.MOST_IN_RECORD + LITTLE;
    }

    /** A record stands at that offset, whatever becomes of it. */
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

    /** Whether another numbering begins here: of an ingestor that found little of what was there, or of another topic. */
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

    private Verdict confirmed(String name, long first, long lastOfBlock, long last, long handledSeq) {
        Doubtful before = doubtful;
        if (before == null || !before.numbering().equals(name) || first != before.lastSeq() + 1) {
            doubtful = new Doubtful(name, first, lastOfBlock);
            return Verdict.FOREIGN;
        }
        doubtful = null;
        if (name.equals(numbering.name()) && first > last) {
            return Verdict.NEXT;
        }
        // The doubtful block is missing, and nothing before it.
        begin(name, last, handledSeq - before.firstSeq() + 1);
        return Verdict.BEGINS;
    }
}
