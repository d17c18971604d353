package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.Fingerprint;
import io.orderwire.ingestor.checkpoint.UncountedBytes;
import io.orderwire.ingestor.split.LineSplitter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One generation of an hour file: the position up to which it has been read, and the bytes that were read and seen of it. The
 * next generation starts without this state. Not thread-safe.
 */
final class Generation {
    /** Origin of the state of a file. */
    enum Basis {
        /** This process found the file, or wrote its state. */
        FOUND,
        /** A former process wrote the state: the file may have grown since then, and the new bytes may be gone. */
        CHECKPOINT
    }

    private final HourFile id;
    private final Path path;
    private final ReadPosition position;
    private final Fingerprinter fingerprinter;
    private final SeenLength seen;
    private final Growth growth;
    private final UnseenGrowth unseen;
    private final boolean formerUnseen;

    /** A generation to be read from {@code state} on. It was last checked, or known not to exist, at {@code lastLookMs}. */
    Generation(Path path, FileState state, UnreportedLosses losses, Basis basis, long lastLookMs) {
        this(path, state, new SeenLength(losses, state.seen()), basis, false, lastLookMs);
    }

    private Generation(
            Path path, FileState state, SeenLength seen, Basis basis, boolean formerUnseen, long lastLookMs) {
        this.id = state.file();
        this.path = path;
        this.position = new ReadPosition(state, lastLookMs);
        this.fingerprinter = new Fingerprinter(path, state);
        this.seen = seen;
        this.growth = new Growth(state.settled());
        this.unseen = new UnseenGrowth(basis == Basis.CHECKPOINT && !state.settled());
        this.formerUnseen = formerUnseen;
    }

    /** The next generation, which was found just now. */
    Generation next(long nowMs) {
        FileState unread = FileState.unread(id.nextGeneration());
        return new Generation(path, unread, seen.next(), Basis.FOUND, unseen.isUncommitted(), nowMs);
    }

    /** Whether bytes of {@code other} may have been lost without being seen, and no commit contains this loss yet. */
    boolean mayHaveLostUnseen(HourFile other) {
        return other.equals(id)
                ? unseen.isUncommitted()
                : formerUnseen && other.nextGeneration().equals(id);
    }

    HourFile id() {
        return id;
    }

    ReadPosition position() {
        return position;
    }

    Fingerprinter fingerprinter() {
        return fingerprinter;
    }

    SeenLength seen() {
        return seen;
    }

    Growth growth() {
        return growth;
    }

    UnseenGrowth unseen() {
        return unseen;
    }

    /** Goes back to a committed state of this generation. */
    void goBackTo(FileState state) {
        fingerprinter.goBackTo(state);
        position.goTo(state);
        seen.goBackTo(state.seen());
        unseen.goBack();
    }

    /** Compares a file with the bytes that were read of this generation, and with the unfinished line in the open file. */
    ContentFingerprint.Match compare(FileChannel other, @Nullable FileChannel open, long nowMs) throws IOException {
        ContentFingerprint.Match match = fingerprinter.compare(other, position.offset(), nowMs);
        boolean same = match != ContentFingerprint.Match.SAME
                || open == null
                || open == other
                || Fingerprinter.hasSameLine(open, other, position.offset());
        return same ? match : ContentFingerprint.Match.OTHER;
    }

    /** Finds the position in a file that holds the bytes that were read. */
    void place(FileChannel open, LineSplitter splitter) throws IOException {
        position.place(open, splitter, fingerprinter.contents().isUnknown());
        seen.atLeast(position.looked());
        seen.isOfContents();
        fingerprinter.contents().load(open, position.looked());
    }

    /**
     * Reports as lost the bytes that were seen from {@code from} on, and bytes that may have been written without being seen.
     */
    void lose(long from, String how, long nowMs) {
        seen.lose(id, from, unseen.report(), how, nowMs - position.ages().ageMs(from, nowMs), nowMs);
    }

    /** Passes on bytes that were read from an open file at the read offset; returns how many were consumed. */
    long pass(FileChannel open, Chunk chunk, NextStation to, long nowMs) throws IOException {
        seen.isOfContents();
        return position.pass(open, chunk, fingerprinter.contents(), to, nowMs);
    }

    /** Sheds the bytes before {@code to}. */
    UncountedBytes shed(FileChannel open, long to, long ageMs, UnreportedLosses losses, long nowMs) throws IOException {
        String hash = Fingerprint.before(open, to);
        UncountedBytes shed = losses.shed(id, position.offset(), position.lineStart(), to, hash, ageMs, nowMs);
        position.shedTo(to);
        fingerprinter.contents().load(open, to);
        return shed;
    }

    /** The state of this generation, to be committed. */
    FileState checkpoint(long rememberedFrom, boolean settled) {
        unseen.checkpoint();
        ContentFingerprint contents = fingerprinter.contents();
        return new FileState(
                id,
                new FileState.Progress(position.offset(), position.lineStart(), position.replayUntil()),
                seen.bytes(),
                rememberedFrom,
                new FileState.Hashes(contents.fingerprint(), contents.head(), contents.segments()),
                settled);
    }

    /**
     * Reports that this checkpoint is in Kafka, together with all events before it and all losses that were reported until
     * then.
     */
    void committed(FileState state) {
        position.committed(state.offset());
        seen.committed(state.seen());
        growth.committed(state.settled());
        unseen.committed();
    }
}
