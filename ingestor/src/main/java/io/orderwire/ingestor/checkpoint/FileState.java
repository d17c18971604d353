package io.orderwire.ingestor.checkpoint;

import io.orderwire.contract.position.HourFile;

/**
 * How far one hour file has been committed.
 *
 * @param file which file and generation
 * @param offset next byte to read
 * @param lineStart where the line that holds it begins; less than {@code offset} in the middle of a long by-block line
 * @param replayUntil bytes before this were asked for by a start position
 * @param seen how long the file was seen to be: what it holds no more of that is lost
 * @param rememberedFrom where the bytes begin that the memory of recent blocks is made of, -1 when there are none
 * @param fingerprint of the bytes before {@code offset}, {@link Fingerprint}
 * @param head fingerprint of the first of those bytes; empty where there are none, and in checkpoints of earlier versions
 * @param segments checksums of the segments of those bytes; empty where there are none, and in checkpoints of earlier versions
 * @param settled true when the file was read to its end and had not grown for long: nothing is known to be lost if it is gone
 *     when reading resumes
 */
public record FileState(
        HourFile file,
        long offset,
        long lineStart,
        long replayUntil,
        long seen,
        long rememberedFrom,
        String fingerprint,
        String head,
        String segments,
        boolean settled) {

    /** The state of a file that may still grow. */
    public FileState(
            HourFile file,
            long offset,
            long lineStart,
            long replayUntil,
            long seen,
            long rememberedFrom,
            String fingerprint,
            String head) {
        this(file, offset, lineStart, replayUntil, seen, rememberedFrom, fingerprint, head, "", false);
    }

    /** A file to be read from its first byte, of which nothing has been seen. */
    public static FileState unread(HourFile file) {
        return new FileState(file, 0, 0, 0, 0, -1, "", "");
    }

    /** The same, seen to be at least so long. */
    public FileState seen(long newSeen) {
        return new FileState(
                file,
                offset,
                lineStart,
                replayUntil,
                Math.max(seen, newSeen),
                rememberedFrom,
                fingerprint,
                head,
                segments,
                settled);
    }

    /** The same, with the bytes before {@code newReplayUntil} asked for by a start position. */
    public FileState replayUntil(long newReplayUntil) {
        return new FileState(
                file, offset, lineStart, newReplayUntil, seen, rememberedFrom, fingerprint, head, segments, settled);
    }

    /** The same, as settled. */
    public FileState asSettled() {
        return new FileState(
                file, offset, lineStart, replayUntil, seen, rememberedFrom, fingerprint, head, segments, true);
    }
}
