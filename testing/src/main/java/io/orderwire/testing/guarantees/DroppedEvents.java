package io.orderwire.testing.guarantees;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;

/**
 * Numbers of events that were reported to one connection as dropped, and the ranges of missing sequences that they have to
 * explain. A number does not name partitions; it may explain any range that was open when it was reported.
 */
final class DroppedEvents {
    private record Report(int frame, long events) {}

    private final List<Report> reports = new ArrayList<>();
    private long total;

    void report(int frame, long events) {
        if (events != 0) {
            reports.add(new Report(frame, events));
            total += events;
        }
    }

    long total() {
        return total;
    }

    MissingRanges missingRanges() {
        return new MissingRanges();
    }

    /** The ranges of missing sequences in the connection, matched with the reported numbers. */
    final class MissingRanges {
        private static final class MissingRange {
            private final String text;
            private final int afterFrame;
            private final int beforeFrame;
            private final long unnamed;
            private final long named;
            private long open;

            MissingRange(String text, int afterFrame, int beforeFrame, long unnamed, long named) {
                this.text = text;
                this.afterFrame = afterFrame;
                this.beforeFrame = beforeFrame;
                this.unnamed = unnamed;
                this.named = named;
            }
        }

        private final List<MissingRange> ranges = new ArrayList<>();
        private final Findings<String> unexplained = new Findings<>("ranges of missing sequences without a report");
        private final Findings<String> unfounded =
                new Findings<>("events reported as dropped that are not missing, in frames");

        /**
         * Adds a range.
         *
         * @param afterFrame frame with the last order before the range
         * @param beforeFrame frame with the first order after the range; the loss is reported up to that frame
         * @param unnamed missing events that are neither dead letters nor named by a gap
         * @param named missing events that a gap names; they may have been dropped for this client before they were shed
         */
        void add(String text, int afterFrame, int beforeFrame, long unnamed, long named) {
            ranges.add(new MissingRange(text, afterFrame, beforeFrame, unnamed, named));
        }

        /**
         * Matches numbers and ranges twice: all numbers with the unnamed events, which they have to explain; and those
         * numbers that must have a range with all missing events. If each matching exists, one assignment satisfies both
         * (Mendelsohn and Dulmage).
         *
         * @param mayHide whether a number reported in a frame may count events that need not show as a range
         */
        void match(IntPredicate mayHide) {
            ranges.sort(Comparator.comparingInt(range -> range.afterFrame));
            ranges.forEach(range -> range.open = range.unnamed);
            assign(reports);
            for (MissingRange range : ranges) {
                if (range.open > 0) {
                    unexplained.add(range.text + ", of which " + range.open + " were not reported");
                }
            }
            ranges.forEach(range -> range.open = range.unnamed + range.named);
            List<Report> founded = reports.stream()
                    .filter(number -> number.events < 0 || !mayHide.test(number.frame))
                    .toList();
            long[] left = assign(founded);
            for (int i = 0; i < left.length; i++) {
                if (left[i] != 0) {
                    unfounded.add(left[i] + " in frame " + founded.get(i).frame);
                }
            }
        }

        /**
         * Assigns each number to the ranges that were open when it was reported, to those that end first before others. No
         * other assignment matches more.
         *
         * @return the unassigned rest of each number
         */
        private long[] assign(List<Report> numbers) {
            long[] left = numbers.stream().mapToLong(Report::events).toArray();
            PriorityQueue<MissingRange> open =
                    new PriorityQueue<>(Comparator.comparingInt((MissingRange range) -> range.beforeFrame));
            int next = 0;
            for (int i = 0; i < left.length; i++) {
                int frame = numbers.get(i).frame;
                while (next < ranges.size() && ranges.get(next).afterFrame < frame) {
                    open.add(ranges.get(next++));
                }
                while (left[i] > 0 && !open.isEmpty()) {
                    MissingRange first = open.element();
                    long events = first.beforeFrame < frame ? 0 : Math.min(left[i], first.open);
                    first.open -= events;
                    left[i] -= events;
                    if (first.beforeFrame < frame || first.open == 0) {
                        open.remove();
                    }
                }
            }
            return left;
        }

        Findings<String> unexplained() {
            return unexplained;
        }

        Findings<String> unfounded() {
            return unfounded;
        }
    }
}
