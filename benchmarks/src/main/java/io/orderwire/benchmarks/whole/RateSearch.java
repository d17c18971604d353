package io.orderwire.benchmarks.whole;

import java.util.function.DoublePredicate;

/**
 * Searches the highest rate that is held, by bisection on a logarithmic scale in a fixed number of steps. Rates are rounded
 * to two significant digits and a half, so that reports of several runs name the same rates.
 *
 * @param from lowest rate of the range
 * @param to highest rate of the range
 * @param steps number of rates that are tried
 */
record RateSearch(double from, double to, int steps) {
    private static final double MOST_STEPS = 20;
    private static final int PARTS_OF_POWER = 200;

    RateSearch {
        if (!(from > 0 && to >= from && steps >= 1 && steps <= MOST_STEPS)) {
            throw new IllegalArgumentException(
                    "the search must be from=1 or more to=from or more in steps=1 to 20, found from=" + from + " to="
                            + to + " steps=" + steps);
        }
    }

    /**
     * The result of a search.
     *
     * @param held highest rate that was held, 0 if none was
     * @param missed lowest rate above it that was not held; infinite if all rates that were tried were held
     */
    record Found(double held, double missed) {
        /** By how many percent the rate that was not held is above the one that was; infinite if one of them is unknown. */
        double resolutionPercent() {
            return held == 0 ? Double.POSITIVE_INFINITY : 100 * (missed / held - 1);
        }
    }

    /** Tries rates. {@code isHeld} runs one of them. */
    Found run(DoublePredicate isHeld) {
        double low = from;
        double high = to;
        double held = 0;
        double missed = Double.POSITIVE_INFINITY;
        for (int step = 0; step < steps; step++) {
            double rate = rounded(Math.sqrt(low * high));
            if (rate <= held || rate >= missed) {
                break;
            }
            if (isHeld.test(rate)) {
                held = rate;
                low = rate;
            } else {
                missed = rate;
                high = rate;
            }
        }
        return new Found(held, missed);
    }

    /** The distance between the last two rates of a complete search, percent. */
    double resolutionPercent() {
        return 100 * (Math.pow(to / from, Math.pow(0.5, steps)) - 1);
    }

    /** Rounds to multiples of half a hundredth of the next power of ten. */
    static double rounded(double rate) {
        double unit = Math.pow(10, Math.floor(Math.log10(rate)) + 1) / PARTS_OF_POWER;
        return Math.max(1, Math.rint(rate / unit) * unit);
    }
}
