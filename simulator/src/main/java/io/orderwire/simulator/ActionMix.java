package io.orderwire.simulator;

import java.util.SplittableRandom;

/** Chooses actions so often that each writes its share of the lines, although actions differ in length. */
final class ActionMix {
    private final Action[] actions;
    private final WeightedChoice choice;
    private final double actionsPerLine;

    ActionMix(Part... parts) {
        actions = new Action[parts.length];
        double[] weights = new double[parts.length];
        double actionSum = 0;
        double shareSum = 0;
        for (int i = 0; i < parts.length; i++) {
            actions[i] = parts[i].action();
            weights[i] = parts[i].lineShare() / parts[i].meanLines();
            actionSum += weights[i];
            shareSum += parts[i].lineShare();
        }
        choice = new WeightedChoice(weights);
        actionsPerLine = actionSum / shareSum;
    }

    Action pick(SplittableRandom random) {
        return actions[choice.pick(random)];
    }

    double actionsPerLine() {
        return actionsPerLine;
    }

    /**
     * An action of a mix.
     *
     * @param lineShare its share of all lines
     * @param meanLines average number of lines that it writes
     */
    record Part(double lineShare, double meanLines, Action action) {}
}
