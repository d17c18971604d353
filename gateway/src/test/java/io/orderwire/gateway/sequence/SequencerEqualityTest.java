package io.orderwire.gateway.sequence;

import io.orderwire.gateway.sequence.before.SubjectBefore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SequencerEqualityTest {
    private final Map<String, Integer> ends = new TreeMap<>();

    private @org.jspecify.annotations.Nullable String difference(List<Step> steps) {
        SubjectNow now = new SubjectNow();
        SubjectBefore before = new SubjectBefore();
        for (Step step : steps) {
            boolean doubtful = doubt(now, step);
            List<String> got = now.take(step);
            List<String> expected = before.take(step);
            if (doubtful || doubt(now, step)) {
                got = withoutCursors(got);
                expected = withoutCursors(expected);
            }
            if (!got.equals(expected)) {
                return step + "\n now    " + got + "\n before " + expected;
            }
            String known = known(now, step);
            if (known != null) {
                ends.merge(known, 1, Integer::sum);
                return null;
            }
        }
        ends.merge("complete", 1, Integer::sum);
        return now.counts().equals(before.counts()) ? null : "counts " + now.counts() + "\n" + before.counts();
    }

    private static boolean doubt(SubjectNow now, Step step) {
        return now.positions.of(0).doubt() != null || now.positions.of(1).doubt() != null;
    }

    private static String known(SubjectNow now, Step step) {
        for (int i = 0; i < 2; i++) {
            Sequences seen = now.positions.of(i);
            Doubt doubt = seen.doubt();
            if (doubt != null && seen.hasPendingGap()) {
                return "pending gap and doubt";
            }
            if (doubt != null && !doubt.restarts() && doubt.from() <= seen.last()) {
                return doubt.from() == doubt.to() ? "overtaken doubt" : "overlapping marker";
            }
        }
        return null;
    }

    private static List<String> withoutCursors(List<String> events) {
        return events.stream()
                .map(event -> event.replaceAll(" (before|cursor) [^ ]+", "").replaceAll("^cursor .*", "cursor"))
                .toList();
    }

    @Test
    void shouldDoAsBefore() {
        int seeds = Integer.getInteger("seeds", 20_000);
        int failures = 0;
        for (int seed = 0; seed < seeds && failures < 5; seed++) {
            for (History.Taste taste : History.Taste.values()) {
                List<Step> steps = History.of(seed, taste, 20 + seed % 150);
                if (difference(steps) != null) {
                    failures++;
                    List<Step> small = shrink(steps);
                    System.out.println("SEED " + seed + " " + taste);
                    small.forEach(System.out::println);
                    System.out.println(difference(small));
                }
            }
        }
        System.out.println("ENDS " + ends);
        org.assertj.core.api.Assertions.assertThat(failures).isZero();
    }

    private List<Step> shrink(List<Step> steps) {
        List<Step> small = new ArrayList<>(steps);
        boolean shrunk = true;
        while (shrunk) {
            shrunk = false;
            for (int i = small.size() - 1; i >= 0; i--) {
                List<Step> less = new ArrayList<>(small);
                less.remove(i);
                if (difference(less) != null) {
                    small = less;
                    shrunk = true;
                }
            }
        }
        return small;
    }
}
