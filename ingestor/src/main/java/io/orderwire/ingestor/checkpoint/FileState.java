package io.orderwire.ingestor.checkpoint;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.orderwire.contract.position.HourFile;

/**
 * How far one hour file has been committed.
 *
 * @param file which file and generation
 * @param progress how far it was read
 * @param seen the greatest length that was seen; bytes before it that the file no longer holds are lost
 * @param rememberedFrom offset of the first byte that is needed to restore the memory of recent blocks; -1 if none is needed
 * @param hashes hashes of the bytes before {@link #offset()}
 * @param settled true if the file was read to its end and had not grown for a long time: if it is missing when reading resumes,
 *     no loss is assumed
 */
public record FileState(
        HourFile file,
        @JsonUnwrapped Progress progress,
        @JsonDeserialize(using = WholeNumber.OrAbsent.class) long seen,
        @JsonDeserialize(using = WholeNumber.OrNone.class) long rememberedFrom,
        @JsonUnwrapped Hashes hashes,
        @JsonIgnore boolean settled) {

    /** Version 1 of the checkpoint did not contain the length that was seen. It was at least the length that was read. */
    public FileState {
        CheckpointJson.require(file != null, "file must be there");
        seen = seen < 0 ? progress.offset : seen;
    }

    /**
     * How far a file was read.
     *
     * @param offset next byte to read
     * @param lineStart offset of the line that contains it; less than {@code offset} in the middle of a long by-block line
     * @param replayUntil a start position requested the bytes before this one
     */
    public record Progress(long offset, long lineStart, long replayUntil) {
        /** Nothing was read. */
        static final Progress NONE = new Progress(0, 0, 0);
    }

    /**
     * Hashes of the bytes that were read, to recognize the file. Each is empty if there are no such bytes; the last two are
     * empty in checkpoints of earlier versions too.
     *
     * @param fingerprint hash of the last bytes, {@link Fingerprint#before}
     * @param head hash of the first bytes, {@link Fingerprint#head}
     * @param segments hashes of all bytes, segment by segment
     */
    public record Hashes(
            String fingerprint,
            String head,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String segments) {
        /** No bytes were read, or their hashes are not known. */
        public static final Hashes NONE = new Hashes("", "", "");
    }

    /** A file to be read from its first byte, of which nothing has been seen. */
    public static FileState unread(HourFile file) {
        return new FileState(file, Progress.NONE, 0, -1, Hashes.NONE, false);
    }

    /** The next byte to read. */
    public long offset() {
        return progress.offset;
    }

    /** Where the line begins that holds the next byte to read. */
    public long lineStart() {
        return progress.lineStart;
    }

    /** A start position requested the bytes before this one. */
    public long replayUntil() {
        return progress.replayUntil;
    }

    /** Hash of the last bytes that were read. */
    public String fingerprint() {
        return hashes.fingerprint;
    }

    /** Hash of the first bytes that were read. */
    public String head() {
        return hashes.head;
    }

    /** Hashes of the segments that were read. */
    public String segments() {
        return hashes.segments;
    }

    /** A copy whose seen length is at least {@code newSeen}. */
    public FileState seen(long newSeen) {
        return new FileState(file, progress, Math.max(seen, newSeen), rememberedFrom, hashes, settled);
    }

    /** A copy in which a start position requested the bytes before {@code newReplayUntil}. */
    public FileState replayUntil(long newReplayUntil) {
        Progress asked = new Progress(progress.offset, progress.lineStart, newReplayUntil);
        return new FileState(file, asked, seen, rememberedFrom, hashes, settled);
    }

    /** The same, as settled. */
    public FileState asSettled() {
        return new FileState(file, progress, seen, rememberedFrom, hashes, true);
    }
}
