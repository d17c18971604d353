package io.orderwire.ingestor.tail;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.UncountedBytes;
import io.orderwire.runtime.clock.SteadyClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps losses of bytes until they are reported at their place among the events. Times in parameters are times of the steady
 * clock; reported times are times of the wall clock.
 */
final class UnreportedLosses {
    private static final Logger log = LoggerFactory.getLogger(UnreportedLosses.class);

    private final SteadyClock clock;
    private final List<Gap> unreported = new ArrayList<>();

    UnreportedLosses(SteadyClock clock) {
        this.clock = clock;
    }

    /** Converts a time of the steady clock to one of the wall clock. */
    long wallMs(long steadyMs) {
        return steadyMs + clock.wallAheadMs();
    }

    /**
     * Adds a loss: bytes {@code [from, to)} of a file vanished before they were read.
     *
     * @param unknown whether more bytes than these may have vanished too
     */
    void vanished(HourFile file, long from, long to, boolean unknown, long fromMs, long nowMs) {
        String fromPos = new Position(file, from).toString();
        String toPos = new Position(file, to).toString();
        Long bytes = unknown ? null : to - from;
        long fromWallMs = wallMs(fromMs);
        long wallMs = wallMs(nowMs);
        String id = id("vanished", file, from, wallMs);
        unreported.add(Gap.builder(id, Gap.Where.INGESTOR, Gap.Reason.VANISHED)
                .positions(fromPos, toPos)
                .bytes(bytes)
                .times(fromWallMs, wallMs)
                .build());
    }

    /**
     * Adds a loss of the bytes of a file that were seen but not read, if there are any; the file can no longer be read.
     *
     * @param unknown whether the file may have grown since then
     */
    void unread(FileState file, boolean unknown, long nowMs) {
        if (file.seen() > file.offset() || unknown) {
            log.warn(
                    "{} bytes of the former {} from byte {} on are lost unread{}",
                    file.seen() - file.offset(),
                    file.file(),
                    file.offset(),
                    unknown ? ", and any that were written since" : "");
            vanished(file.file(), file.offset(), file.seen(), unknown, nowMs, nowMs);
        }
    }

    /**
     * Adds a loss: bytes {@code [from, to)} are shed because of their age.
     *
     * @param lineStart beginning of the line that contains the first of them
     * @param hash of the bytes before {@code to}
     */
    UncountedBytes shed(HourFile file, long from, long lineStart, long to, String hash, long ageMs, long nowMs) {
        long wallMs = wallMs(nowMs);
        return new UncountedBytes(
                id("age", file, from, wallMs), file, from, lineStart, to, hash, wallMs - ageMs, wallMs);
    }

    /** Id of a loss: unique, because two losses never begin at the same byte at the same time. */
    static String id(String reason, HourFile file, long from, long nowMs) {
        return "ingestor-" + reason + "-" + new Position(file, from) + "-" + nowMs;
    }

    /** Discards unreported losses, because reading goes back to a checkpoint. */
    void forget() {
        unreported.clear();
    }

    /** Reports the losses since the last call, in the order in which they were found. */
    void report(Consumer<Gap> receiver) {
        unreported.forEach(receiver);
        unreported.clear();
    }
}
