package io.orderwire.benchmarks.overload;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Lines over seconds, as SVG. */
final class Chart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 260;
    private static final int LEFT = 60;
    private static final int BOTTOM = 24;
    private static final int TOP = 10;
    private static final int GRID_LINES = 4;
    private static final String[] COLOURS = {"#2a78d6", "#e0822b", "#2ca36b", "#b0479a"};

    private final String title;
    private final String unit;
    private final Map<String, double[]> lines = new LinkedHashMap<>();
    private String limitName = "";
    private double limit;

    Chart(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    /** One value a second. */
    Chart series(String name, double[] values) {
        lines.put(name, values);
        return this;
    }

    /** A dashed line across. */
    Chart limit(String name, double value) {
        limitName = name;
        limit = value;
        return this;
    }

    String html() {
        double top = limit;
        int seconds = 1;
        for (double[] line : lines.values()) {
            for (double value : line) {
                top = Math.max(top, value);
            }
            seconds = Math.max(seconds, line.length - 1);
        }
        top = round(top);
        StringBuilder svg = new StringBuilder();
        svg.append(text(
                "<h2>%s</h2>%n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                HtmlPage.escape(title), WIDTH, HEIGHT + 24, HtmlPage.escape(title)));
        for (int i = 0; i <= GRID_LINES; i++) {
            double value = top * i / GRID_LINES;
            svg.append(text(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT, WIDTH, y(value, top), y(value, top), LEFT - 6, y(value, top) + 4, number(value)));
            int second = seconds * i / GRID_LINES;
            svg.append(text(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%d s</text>%n",
                    x(second, seconds), HEIGHT - 6, i == GRID_LINES ? "end" : "middle", second));
        }
        int colour = 0;
        int legend = LEFT;
        for (Map.Entry<String, double[]> line : lines.entrySet()) {
            String stroke = COLOURS[colour++ % COLOURS.length];
            svg.append("<polyline stroke=\"").append(stroke).append("\" points=\"");
            for (int i = 0; i < line.getValue().length; i++) {
                svg.append(text("%.1f,%.1f ", x(i, seconds), y(line.getValue()[i], top)));
            }
            svg.append("\"/>\n");
            legend = legend(svg, legend, "stroke=\"" + stroke + "\" stroke-width=\"3\"", line.getKey());
        }
        if (!limitName.isEmpty()) {
            svg.append(text(
                    "<line class=\"limit\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>%n",
                    LEFT, WIDTH, y(limit, top), y(limit, top)));
            legend = legend(svg, legend, "class=\"limit\"", limitName);
        }
        svg.append(text(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n</svg>%n",
                WIDTH, HEIGHT + 16, HtmlPage.escape(unit)));
        return svg.toString();
    }

    private static int legend(StringBuilder svg, int x, String stroke, String name) {
        svg.append(text(
                "<line %s x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/><text x=\"%d\" y=\"%d\">%s</text>%n",
                stroke, x, x + 20, HEIGHT + 12, HEIGHT + 12, x + 26, HEIGHT + 16, HtmlPage.escape(name)));
        return x + 50 + 7 * name.length();
    }

    private static double x(double second, int seconds) {
        return LEFT + (WIDTH - LEFT) * second / seconds;
    }

    private static double y(double value, double top) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
    }

    /** The next number of the form 1, 2, 4, 6, 8 or 10 times a power of ten. */
    private static double round(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, value))));
        for (double step : new double[] {1, 2, 4, 6, 8}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String number(double value) {
        return value < 10 && value != Math.rint(value) ? text("%.1f", value) : text("%,.0f", value);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
