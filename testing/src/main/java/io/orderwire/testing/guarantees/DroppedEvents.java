package io.orderwire.testing.guarantees;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;

/**
 * Numbers of events that one connection was told were dropped, and the holes that they have to explain. A number says
 * nothing of partitions; it may explain any hole that was open when it was told.
 */
final class DroppedEvents {
    private record Told(int frame, long events) {}

    private final List<Told> told = new ArrayList<>();
    private long total;

    void told(int frame, long events) {
        if (events != 0) {
            told.add(new Told(frame, events));
            total += events;
        }
    }

    long total() {
        return total;
    }

    Holes holes() {
        return new Holes();
    }

    /** The holes of the connection, matched with the numbers told. */
    final class Holes {
        private static final class Hole {
            private final String text;
            private final int afterFrame;
            private final int beforeFrame;
            private final long unnamed;
            private final long named;
            private long open;

            Hole(String text, int afterFrame, int beforeFrame, long unnamed, long named) {
                this.text = text;
                this.afterFrame = afterFrame;
                this.beforeFrame = beforeFrame;
                this.unnamed = unnamed;
                this.named = named;
            }
        }

        private final List<Hole> holes = new ArrayList<>();
        private final Findings<String> unexplained = new Findings<>("jumps that nothing names");
        private final Findings<String> unfounded =
                new Findings<>("events told as dropped that are not missing, in frames");

        /**
         * Adds a hole.
         *
         * @param afterFrame in which the last order before it came
         * @param beforeFrame in which the first order after it came; its loss is told up to that one
         * @param unnamed events missing that nothing else names
         * @param named events missing that a gap names: dropped first, they may have been given up later
         */
        void add(String text, int afterFrame, int beforeFrame, long unnamed, long named) {
            holes.add(new Hole(text, afterFrame, beforeFrame, unnamed, named));
        }

        /**
         * Matches them, twice: all numbers with what nothing else names, which they have to explain; and those numbers
         * that have to have a hole with all that is missing. Where each holds by itself, one assignment fits both
         * (Mendelsohn and Dulmage).
         *
         * @param mayHide whether a number told in that frame may stand for events of which no hole can show
         */
        void match(IntPredicate mayHide) {
            holes.sort(Comparator.comparingInt(hole -> hole.afterFrame));
            holes.forEach(hole -> hole.open = hole.unnamed);
            assign(told);
            for (Hole hole : holes) {
                if (hole.open > 0) {
                    unexplained.add(hole.text + ", of which " + hole.open + " were told nowhere");
                }
            }
            holes.forEach(hole -> hole.open = hole.unnamed + hole.named);
            List<Told> founded = told.stream()
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
         * Each number goes to the holes open when it was told, those first that close first: no other way matches more.
         *
         * @return what is left of each
         */
        private long[] assign(List<Told> numbers) {
            long[] left = numbers.stream().mapToLong(Told::events).toArray();
            PriorityQueue<Hole> open = new PriorityQueue<>(Comparator.comparingInt((Hole hole) -> hole.beforeFrame));
            int next = 0;
            for (int i = 0; i < left.length; i++) {
                int frame = numbers.get(i).frame;
                while (next < holes.size() && holes.get(next).afterFrame < frame) {
                    open.add(holes.get(next++));
                }
                while (left[i] > 0 && !open.isEmpty()) {
                    Hole first = open.element();
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
