package io.orderwire.simulator;

import java.util.SplittableRandom;

/** Picks an index as often as its weight says, in constant time (Walker's alias method, as built by Vose). */
final class WeightedChoice {
    private final double[] keep;
    private final int[] alias;

    /** Takes weights that are not negative, at least one of them positive. */
    WeightedChoice(double... weights) {
        int count = weights.length;
        keep = new double[count];
        alias = new int[count];
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        int[] small = new int[count];
        int[] large = new int[count];
        int smalls = 0;
        int larges = 0;
        for (int i = 0; i < count; i++) {
            keep[i] = weights[i] * count / sum;
            alias[i] = i;
            if (keep[i] < 1) {
                small[smalls++] = i;
            } else {
                large[larges++] = i;
            }
        }
        while (smalls > 0 && larges > 0) {
            int poor = small[--smalls];
            int rich = large[larges - 1];
            alias[poor] = rich;
            keep[rich] -= 1 - keep[poor];
            if (keep[rich] < 1) {
                larges--;
                small[smalls++] = rich;
            }
        }
        while (smalls > 0) {
            keep[small[--smalls]] = 1;
        }
    }

    int pick(SplittableRandom random) {
        int index = random.nextInt(keep.length);
        return random.nextDouble() < keep[index] ? index : alias[index];
    }
}
