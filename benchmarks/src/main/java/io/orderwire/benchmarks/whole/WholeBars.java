package io.orderwire.benchmarks.whole;

import io.orderwire.benchmarks.overload.HtmlPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The picture: ages by rate on a logarithmic scale, and CPU per line by process, as SVG. */
final class WholeBars {
    private static final int WIDTH = 900;
    private static final int LEFT = 210;
    private static final int RIGHT = 60;
    private static final int ROW = 20;
    private static final double LEAST_MS = 1;
    private static final String[] COLOURS = {"#2a78d6", "#e0822b", "#2ca36b", "#b0479a"};
    private static final double[] SHOWN = {50, 90, 99, 99.9};

    private final WholeReport report;

    WholeBars(WholeReport report) {
        this.report = report;
    }

    /** Parts of a bar, in order. */
    private record Bar(String name, List<Double> parts, String end) {}

    String html() {
        return ages() + cpu();
    }

    /** On a logarithmic scale: each part ends at its percentile. */
    private String ages() {
        List<Bar> bars = new ArrayList<>();
        for (Stretch stretch : report.measured()) {
            Map<String, org.HdrHistogram.Histogram> receivers = new LinkedHashMap<>();
            receivers.put("client", stretch.ages().client());
            receivers.put("consumer", stretch.ages().consumer());
            receivers.forEach((name, ages) -> {
                List<Double> parts = new ArrayList<>();
                double before = 0;
                for (double percentile : SHOWN) {
                    double at = Math.log10(Math.max(LEAST_MS, WholeReport.millis(ages, percentile)));
                    parts.add(Math.max(0, at - before));
                    before = Math.max(before, at);
                }
                bars.add(new Bar(
                        WholeReport.format(
                                "%,.0f lines/s, %s", stretch.written().rate(), name),
                        parts,
                        WholeReport.format("%.0f ms", WholeReport.millis(ages, SHOWN[SHOWN.length - 1]))));
            });
        }
        return chart(
                "Age from the intended write, from 1 ms on a logarithmic scale; the end is p99.9",
                List.of("p50", "p90", "p99", "p99.9"),
                bars);
    }

    private String cpu() {
        List<Bar> bars = new ArrayList<>();
        for (Stretch stretch : report.measured()) {
            long lines = stretch.written().lines();
            stretch.costs()
                    .cpu()
                    .forEach((name, cpu) -> bars.add(new Bar(
                            WholeReport.format(
                                    "%,.0f lines/s, %s", stretch.written().rate(), name),
                            List.of(
                                    Cpu.micros(cpu.user(), lines),
                                    Cpu.micros(cpu.kernel(), lines),
                                    Cpu.micros(cpu.jit(), lines),
                                    Cpu.micros(cpu.gc(), lines)),
                            WholeReport.format("%.2f µs", Cpu.micros(cpu.ticks(), lines)))));
        }
        return chart("CPU a line", List.of("user", "kernel", "JIT compiler", "garbage collector"), bars);
    }

    private static String chart(String title, List<String> parts, List<Bar> bars) {
        double longest = bars.stream().mapToDouble(WholeBars::length).max().orElse(0);
        double scale = longest == 0 ? 0 : (WIDTH - LEFT - RIGHT) / longest;
        StringBuilder svg = new StringBuilder(WholeReport.format(
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
        return WholeReport.format(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                x, y + 2, width, ROW - 4, COLOURS[part % COLOURS.length]);
    }

    private static String text(double x, int y, String anchor, String text) {
        return WholeReport.format(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
                x, y + ROW - 6, anchor, HtmlPage.escape(text));
    }
}
