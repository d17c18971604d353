package io.orderwire.benchmarks.attackers;

import io.orderwire.benchmarks.attackers.AttackersOptions.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One attack beside the phase without an attacker that came just before it.
 *
 * @param counts what the attacker got, each count before its text
 */
record Row(Scenario scenario, Side without, Side with, List<String> counts) {
    /** Highest allowed ratio of the p99 with an attacker to the p99 without. */
    static final double MOST_TIMES_P99 = 3;

    /**
     * One phase.
     *
     * @param lost orders that the witness with more losses did not get, up to the arrival of the last order of the phase
     * @param arrived whether all of it came in time
     * @param pipelineCores CPU of the pipeline
     * @param attackerCores CPU of the attackers' process, which on these cores is taken from the others
     */
    record Side(
            Phase.Figures all,
            long lost,
            boolean arrived,
            double pipelineCores,
            double attackerCores,
            Newcomers.Served newcomers) {
        private String ages() {
            return String.format(Locale.ROOT, "%6d %6d %6d", all.p50Ms(), all.p99Ms(), all.maxMs());
        }
    }

    /** Heads of the columns. */
    static String head() {
        return "ages in ms              without an attacker        with              p99\n"
                + "scenario        orders    p50    p99    max     p50    p99    max  times       lost  cores: pipeline,"
                + " attacker";
    }

    double times() {
        return (double) with.all.p99Ms() / Math.max(1, without.all.p99Ms());
    }

    /** For people: the figures in a line, below it what the attacker and the newcomers got. */
    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-13s %8d %s  %s %6.1f %10d  %.2f → %.2f, %.2f%n",
                scenario.option(),
                with.all.orders(),
                without.ages(),
                with.ages(),
                times(),
                with.lost,
                without.pipelineCores,
                with.pipelineCores,
                with.attackerCores));
        text.append("    attacker   ").append(scenario.text()).append('\n');
        counts.forEach(count -> text.append("        ").append(count).append('\n'));
        text.append("    newcomers  ").append(with.newcomers.summary()).append('\n');
        return text.toString();
    }

    /** The promises that did not hold, empty if all did. */
    List<String> broken(Require require) {
        List<String> broken = new ArrayList<>(counts.stream()
                .filter(count -> count.contains(AttackLoop.FAILED))
                .toList());
        if (require == Require.ACCOUNTS) {
            return broken;
        }
        if (without.lost > 0) {
            broken.add(without.lost + " orders lost without an attacker");
        }
        if (with.lost > 0) {
            broken.add(with.lost + " orders lost");
        }
        if (!with.arrived) {
            broken.add("orders missing long after the attack");
        }
        if (with.all.orders() == 0) {
            broken.add("no orders came");
        }
        if (with.newcomers.failed() > 0) {
            broken.add(with.newcomers.failed() + " newcomers not served");
        }
        if (require == Require.ALL && times() > MOST_TIMES_P99) {
            broken.add(String.format(Locale.ROOT, "p99 %.1f times that without", times()));
        }
        return broken.stream().map(fault -> scenario.option() + ": " + fault).toList();
    }
}
