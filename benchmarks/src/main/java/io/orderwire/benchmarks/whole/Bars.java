package io.orderwire.benchmarks.whole;

import static io.orderwire.benchmarks.whole.WholeReport.format;

import io.orderwire.benchmarks.overload.HtmlPage;
import java.util.List;

/** Horizontal bars of several parts, as SVG. */
public final class Bars {
    private static final int WIDTH = 900;
    private static final int LEFT = 210;
    private static final int RIGHT = 60;
    private static final int ROW = 20;
    private static final String[] COLOURS = {"#2a78d6", "#e0822b", "#2ca36b", "#b0479a"};

    private Bars() {}

    /**
     * A bar.
     *
     * @param parts lengths of its parts, in order
     * @param end text after it
     */
    public record Bar(String name, List<Double> parts, String end) {}

    /** A bar for each of {@code bars}, with the names of the parts below. */
    public static String chart(String title, List<String> parts, List<Bar> bars) {
        double longest = bars.stream().mapToDouble(Bars::length).max().orElse(0);
        double scale = longest == 0 ? 0 : (WIDTH - LEFT - RIGHT) / longest;
        StringBuilder svg = new StringBuilder(format(
                "<h2>%s</h2>%n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                HtmlPage.escape(title), WIDTH, (bars.size() + 1) * ROW + 4, HtmlPage.escape(title)));
        int y = 0;
        for (Bar bar : bars) {
            svg.append(text(LEFT - 6, y, "end", bar.name));
            double x = LEFT;
            for (int i = 0; i < bar.parts.size(); i++) {
                double width = bar.parts.get(i) * scale;
                svg.append(rectangle(x, y, width, i));
                x += width;
            }
            svg.append(text(x + 4, y, "start", bar.end));
            y += ROW;
        }
        double x = LEFT;
        for (int i = 0; i < parts.size(); i++) {
            svg.append(rectangle(x, y, ROW, i)).append(text(x + ROW + 4, y, "start", parts.get(i)));
            x += 3 * ROW + 8 * parts.get(i).length();
        }
        return svg.append("</svg>\n").toString();
    }

    private static double length(Bar bar) {
        return bar.parts.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static String rectangle(double x, int y, double width, int part) {
        return format(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                x, y + 2, width, ROW - 4, COLOURS[part % COLOURS.length]);
    }

    private static String text(double x, int y, String anchor, String text) {
        return format(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
                x, y + ROW - 6, anchor, HtmlPage.escape(text));
    }
}
