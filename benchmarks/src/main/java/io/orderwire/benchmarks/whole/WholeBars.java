package io.orderwire.benchmarks.whole;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The picture: ages by rate on a logarithmic scale, and CPU per line by process, as SVG. */
final class WholeBars {
    private static final double LEAST_MS = 1;
    private static final double[] SHOWN = {50, 90, 99, 99.9};

    private final WholeReport report;

    WholeBars(WholeReport report) {
        this.report = report;
    }

    String html() {
        return ages() + cpu();
    }

    /** On a logarithmic scale: each part ends at its percentile. */
    private String ages() {
        List<Bars.Bar> bars = new ArrayList<>();
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
                bars.add(new Bars.Bar(
                        WholeReport.format(
                                "%,.0f lines/s, %s", stretch.written().rate(), name),
                        parts,
                        WholeReport.format("%.0f ms", WholeReport.millis(ages, SHOWN[SHOWN.length - 1]))));
            });
        }
        return Bars.chart(
                "Age from the intended write, from 1 ms on a logarithmic scale; the end is p99.9",
                List.of("p50", "p90", "p99", "p99.9"),
                bars);
    }

    private String cpu() {
        List<Bars.Bar> bars = new ArrayList<>();
        for (Stretch stretch : report.measured()) {
            long lines = stretch.written().lines();
            stretch.costs()
                    .cpu()
                    .forEach((name, cpu) -> bars.add(new Bars.Bar(
                            WholeReport.format(
                                    "%,.0f lines/s, %s", stretch.written().rate(), name),
                            List.of(
                                    Cpu.micros(cpu.user(), lines),
                                    Cpu.micros(cpu.kernel(), lines),
                                    Cpu.micros(cpu.jit(), lines),
                                    Cpu.micros(cpu.gc(), lines)),
                            WholeReport.format("%.2f µs", Cpu.micros(cpu.ticks(), lines)))));
        }
        return Bars.chart("CPU a line", List.of("user", "kernel", "JIT compiler", "garbage collector"), bars);
    }
}
