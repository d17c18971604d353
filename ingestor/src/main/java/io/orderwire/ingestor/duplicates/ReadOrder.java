package io.orderwire.ingestor.duplicates;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.BlockCounts;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Follows the place of reading, to determine whether the next event directly follows the last one in the node's output: in the
 * same file, or at the beginning of the next hour's file once the file before it has been read to its end. Not thread-safe.
 */
final class ReadOrder {
    private @Nullable HourFile file;
    private long end;
    private boolean sure;
    private boolean hourBegins;

    // The newest file that was left to read an older one.
    private @Nullable HourFile left;
    private long leftEnd;
    private boolean leftSure;

    // The next place of reading; no bytes of it have been passed on until {@link #enter} was called.
    private @Nullable HourFile next;
    private long nextOffset = Long.MAX_VALUE;
    private boolean entered;
    private @Nullable HourFile wholeBefore;

    /** Resumes where reading stopped. */
    void restore(BlockCounts.Stop stop) {
        file = stop.file();
        end = stop.end();
        sure = stop.sure();
        hourBegins = false;
        left = null;
        next = null;
        nextOffset = Long.MAX_VALUE;
        entered = false;
        wholeBefore = null;
    }

    /** The hour file before the one that is read next, if it has been read to its end; otherwise null. */
    void follows(@Nullable HourFile before) {
        wholeBefore = before;
    }

    /** Reading resumes there. */
    void reading(HourFile nextFile, long offset) {
        next = nextFile;
        nextOffset = offset;
        entered = false;
    }

    /** True if bytes up to {@code offset} have been passed since {@link #reading}. */
    boolean hasPassed(long offset) {
        return entered || offset > nextOffset;
    }

    /** Reports that reading stopped at {@code offset}, after bytes were passed on. */
    void readTo(long offset) {
        end = offset;
    }

    /**
     * Reports that bytes are passed on at the next place.
     *
     * @return true if the output between this place and the last one was not read
     */
    boolean enter() {
        HourFile to = next;
        if (entered || to == null) {
            return false;
        }
        entered = true;
        boolean sameFile = to.equals(file);
        if (sameFile && nextOffset == end) {
            return false;
        }
        boolean directly = nextOffset == 0 && isNextHour(to);
        // Bytes were appended late to a file that was read before: nothing is missing, but they are out of order.
        boolean returns = !sameFile && nextOffset > 0;
        leave(to);
        sure = directly ? sure : returns && to.equals(left) && nextOffset == leftEnd && leftSure;
        hourBegins = nextOffset == 0;
        file = to;
        return !directly && !returns;
    }

    private void leave(HourFile to) {
        HourFile from = file;
        if (from != null && from.compareTo(to) > 0 && (left == null || from.compareTo(left) >= 0)) {
            left = from;
            leftEnd = end;
            leftSure = sure;
        }
    }

    private boolean isNextHour(HourFile to) {
        HourFile last = file;
        if (last == null || !last.equals(wholeBefore)) {
            return false;
        }
        if (last.hour() < 23) {
            return to.date() == last.date() && to.hour() == last.hour() + 1;
        }
        try {
            LocalDate day = LocalDate.of(last.date() / 10_000, last.date() / 100 % 100, last.date() % 100);
            LocalDate after = day.plusDays(1);
            int date = after.getYear() * 10_000 + after.getMonthValue() * 100 + after.getDayOfMonth();
            return to.hour() == 0 && to.date() == date;
        } catch (DateTimeException expected) {
            return false;
        }
    }

    /** Reports that an event with a known block was read. */
    void passed() {
        sure = true;
        hourBegins = false;
    }

    /** Reports that events were lost, or were read without knowing their block. */
    void lost() {
        sure = false;
        leftSure = false;
        hourBegins = false;
    }

    /** True if the block of the event before the next one is known. */
    boolean isSure() {
        return sure;
    }

    /** The hour file whose first event is the next one, or null. */
    @Nullable
    HourFile beginningHour() {
        return hourBegins ? file : null;
    }

    /** Where reading stopped. */
    BlockCounts.Stop stop() {
        return new BlockCounts.Stop(file, end, sure);
    }
}
