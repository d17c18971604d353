package io.orderwire.testing.guarantees;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import java.util.function.ToLongFunction;

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
            private long unnamed;
            private long named;

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

        /** @param mayHide whether a number told in that frame may stand for events of which no hole can show */
        void match(IntPredicate mayHide) {
            holes.sort(Comparator.comparingInt(hole -> hole.afterFrame));
            long[] left = told.stream().mapToLong(Told::events).toArray();
            assign(left, hole -> hole.unnamed, (hole, events) -> hole.unnamed -= events);
            assign(left, hole -> hole.named, (hole, events) -> hole.named -= events);
            for (Hole hole : holes) {
                if (hole.unnamed > 0) {
                    unexplained.add(hole.text + ", of which " + hole.unnamed + " were told nowhere");
                }
            }
            for (int i = 0; i < left.length; i++) {
                if (left[i] != 0 && (left[i] < 0 || !mayHide.test(told.get(i).frame))) {
                    unfounded.add(left[i] + " in frame " + told.get(i).frame);
                }
            }
        }

        private interface Taking {
            void take(Hole hole, long events);
        }

        /** Each number goes to the holes open when it was told, those first that close first: no other way explains more. */
        private void assign(long[] left, ToLongFunction<Hole> need, Taking taking) {
            PriorityQueue<Hole> open = new PriorityQueue<>(Comparator.comparingInt((Hole hole) -> hole.beforeFrame));
            int next = 0;
            for (int i = 0; i < left.length; i++) {
                int frame = told.get(i).frame;
                while (next < holes.size() && holes.get(next).afterFrame < frame) {
                    open.add(holes.get(next++));
                }
                while (left[i] > 0 && !open.isEmpty()) {
                    Hole first = open.element();
                    long events = first.beforeFrame < frame ? 0 : Math.min(left[i], need.applyAsLong(first));
                    taking.take(first, events);
                    left[i] -= events;
                    if (first.beforeFrame < frame || need.applyAsLong(first) == 0) {
                        open.remove();
                    }
                }
            }
        }

        Findings<String> unexplained() {
            return unexplained;
        }

        Findings<String> unfounded() {
            return unfounded;
        }
    }
}
