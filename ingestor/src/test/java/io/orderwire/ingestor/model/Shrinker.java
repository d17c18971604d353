package io.orderwire.ingestor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Removes and simplifies steps of a failing history for as long as it still fails. */
final class Shrinker {
    private static final int MOST_RUNS = 3_000;

    private final Predicate<History> fails;
    private int runs;

    /** {@code fails} runs a history, and says whether it fails as the first one did. */
    Shrinker(Predicate<History> fails) {
        this.fails = fails;
    }

    History shrink(History failing) {
        History smallest = failing;
        History before;
        do {
            before = smallest;
            smallest = simplify(remove(smallest));
        } while (!smallest.equals(before) && runs < MOST_RUNS);
        return smallest;
    }

    private History remove(History failing) {
        History smallest = failing;
        for (int chunk = Math.max(1, smallest.steps().size() / 2); chunk > 0; chunk /= 2) {
            int at = 0;
            while (at < smallest.steps().size()) {
                List<Step> fewer = new ArrayList<>(smallest.steps());
                fewer.subList(at, Math.min(fewer.size(), at + chunk)).clear();
                History shorter = new History(smallest.setup(), fewer);
                if (fails(shorter)) {
                    smallest = shorter;
                } else {
                    at += chunk;
                }
            }
        }
        return smallest;
    }

    private History simplify(History failing) {
        History smallest = failing;
        for (int at = 0; at < smallest.steps().size(); at++) {
            Step step = smallest.steps().get(at);
            for (Step simpler : List.of(
                    new Step(step.op(), 0, 0, 0),
                    new Step(step.op(), step.hour(), 0, step.part()),
                    new Step(step.op(), step.hour(), step.amount(), 0),
                    new Step(step.op(), 0, step.amount(), step.part()))) {
                List<Step> steps = new ArrayList<>(smallest.steps());
                steps.set(at, simpler);
                History other = new History(smallest.setup(), steps);
                if (!simpler.equals(step) && fails(other)) {
                    smallest = other;
                    break;
                }
            }
        }
        return smallest;
    }

    private boolean fails(History history) {
        return runs++ < MOST_RUNS && fails.test(history);
    }
}
