package io.orderwire.runtime.shed;

import io.orderwire.runtime.shed.SimulatedStage.Outcome;
import java.util.List;
import java.util.Locale;

/** Both rules side by side: how old the next line is over the time of a simulation, and how many lines are lost. */
final class RulesPicture {
    /**
     * One row.
     *
     * @param title description of the load
     * @param load the simulated load
     * @param byAge the outcome of shedding by age alone
     * @param byCatchUp the outcome of {@link CatchUp}
     */
    record Row(String title, SimulatedLoad load, Outcome byAge, Outcome byCatchUp) {}

    private static final int WIDTH = 430;
    private static final int HEIGHT = 110;
    private static final int LEFT = 44;
    private static final int GAP = 60;
    private static final int TOP = 56;
    private static final int ROW = HEIGHT + 66;
    private static final int STEPS_A_POINT = 5;
    private static final String STYLE = """
            <style>text { font: 12px system-ui, sans-serif; fill: #222; } .head { font-weight: 600; }
            .grid { stroke: #ccc; stroke-width: .5; } .limit { stroke: #888; stroke-dasharray: 4 3; }
            .pause { fill: #eee; } .none { fill: #1a7f4b; } .lost { fill: #b3261e; }
            polyline { fill: none; stroke: #2a78d6; stroke-width: 1.5; }</style>
            """;

    private RulesPicture() {}

    static String svg(List<Row> rows) {
        StringBuilder svg = new StringBuilder();
        int width = LEFT + 2 * WIDTH + GAP + 10;
        int height = TOP + rows.size() * ROW;
        svg.append(text("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">%n%s", width, height, STYLE));
        svg.append(text("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n", width, height));
        svg.append(text(
                "<text class=\"head\" x=\"%d\" y=\"20\">Age of the next line when shedding by age alone</text>%n",
                LEFT));
        svg.append(text(
                "<text class=\"head\" x=\"%d\" y=\"20\">When shedding only what cannot be caught up</text>%n",
                LEFT + WIDTH + GAP));
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            int top = TOP + i * ROW;
            svg.append(text("<text x=\"%d\" y=\"%d\">%s</text>%n", LEFT, top - 10, row.title));
            double most = Math.max(most(row.byAge), most(row.byCatchUp));
            panel(svg, LEFT, top, row.load, row.byAge, most);
            panel(svg, LEFT + WIDTH + GAP, top, row.load, row.byCatchUp, most);
        }
        return svg.append("</svg>\n").toString();
    }

    private static double most(Outcome outcome) {
        double most = 0;
        for (double age : outcome.agesMs()) {
            most = Math.max(most, age);
        }
        return Math.ceil(most / 1e3) * 1e3;
    }

    private static void panel(StringBuilder svg, int left, int top, SimulatedLoad load, Outcome outcome, double most) {
        double[] ages = outcome.agesMs();
        for (SimulatedLoad.Pause pause : load.pauses()) {
            svg.append(text(
                    "<rect class=\"pause\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                    left + WIDTH * pause.from() / load.seconds(),
                    top,
                    WIDTH * (pause.to() - pause.from()) / load.seconds(),
                    HEIGHT));
        }
        for (int i = 0; i <= 2; i++) {
            double y = top + HEIGHT - HEIGHT * i / 2.0;
            svg.append(text(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.1f s</text>%n",
                    left, left + WIDTH, y, y, left - 6, y + 4, most * i / 2e3));
            svg.append(text(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%.0f s</text>%n",
                    left + WIDTH * i / 2.0, top + HEIGHT + 16, i == 2 ? "end" : "middle", load.seconds() * i / 2));
        }
        double limit = top + HEIGHT - HEIGHT * SimulatedStage.MAX_AGE_MS / most;
        svg.append(text(
                "<line class=\"limit\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>%n",
                left, left + WIDTH, limit, limit));
        svg.append("<polyline points=\"");
        for (int step = 0; step < ages.length; step += STEPS_A_POINT) {
            double age = 0;
            for (int i = step; i < Math.min(ages.length, step + STEPS_A_POINT); i++) {
                age = Math.max(age, ages[i]);
            }
            svg.append(
                    text("%.0f,%.0f ", left + (double) WIDTH * step / ages.length, top + HEIGHT - HEIGHT * age / most));
        }
        svg.append(text(
                "\"/>%n<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%,d lines lost</text>%n",
                outcome.lost() < 1 ? "none" : "lost", left + WIDTH - 4, top + 14, Math.round(outcome.lost())));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
