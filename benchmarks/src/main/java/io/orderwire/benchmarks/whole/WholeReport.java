package io.orderwire.benchmarks.whole;

import io.orderwire.benchmarks.overload.HtmlPage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * The results as a table, as JSON and as a picture.
 *
 * @param processes of the pipeline
 * @param found highest rate
 * @param floors what Kafka alone carries
 * @param tried stretches of the search
 * @param measured stretches at rates that were measured
 */
record WholeReport(
        WholeOptions options,
        List<String> processes,
        RateSearch.Found found,
        List<Floor> floors,
        List<Stretch> tried,
        List<Stretch> measured) {
    static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

    /** What was not as it must be. */
    List<String> broken() {
        return Stream.concat(tried.stream(), measured.stream())
                .flatMap(stretch -> stretch.broken().stream().map(finding -> stretch.label() + ": " + finding))
                .toList();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(title()).append('\n').append(highest()).append("\n");
        floors.forEach(floor -> text.append(floor(floor)).append('\n'));
        text.append('\n');
        ages(text);
        text.append('\n');
        cpu(text);
        text.append('\n');
        bytes(text);
        text.append('\n').append(checks()).append('\n');
        return text.toString();
    }

    private String title() {
        return format(
                "the whole way, %s, overload=%s, records=%s, %s, 1 client of all orders, %d filtered, 1 consumer group; %d s a rate",
                options.form().oneJvm() ? "one JVM" : "one JVM per part",
                options.form().overload(),
                options.form().records(),
                options.file().isEmpty() ? "simulator" : "a real file in a loop",
                options.filtered(),
                options.seconds());
    }

    private String highest() {
        if (options.search().steps() == 0) {
            return "highest rate: not searched";
        }
        if (found.held() == 0) {
            return format(
                    "highest rate: none of those tried was held, the lowest of them %,.0f lines/s", found.missed());
        }
        return format(
                "highest rate held: %,.0f lines/s; %s",
                found.held(),
                Double.isInfinite(found.missed())
                        ? "no higher rate was tried"
                        : format("%,.0f, %.0f %% more, was not", found.missed(), found.resolutionPercent()));
    }

    /** Kafka alone, and the ratios of the pipeline to it. */
    private String floor(Floor floor) {
        String line = "floor, " + floor;
        Stretch last = measured.isEmpty() ? null : measured.get(measured.size() - 1);
        if (last == null || found.held() == 0) {
            return line;
        }
        String rate = format("; the pipeline holds %.2f of that", found.held() / floor.linesPerSecond());
        return line
                + rate
                + (processes.size() > 1
                        ? format(
                                ", its broker, ingestor and parser take %.1f times the CPU at %,.0f lines/s",
                                cpuRatio(floor, last), last.written().rate())
                        : "");
    }

    /** CPU a line of broker, ingestor and parser, as a multiple of that of broker, producer and relay. */
    double cpuRatio(Floor floor, Stretch stretch) {
        List<String> stations =
                processes.stream().filter(name -> !name.equals("gateway")).toList();
        long ticks = stretch.costs().pipeline(stations).ticks();
        return Cpu.micros(ticks, stretch.written().lines()) / floor.cpuMicros();
    }

    private void ages(StringBuilder text) {
        text.append("age, ms, from the intended write\n");
        text.append("   lines/s held to              p50      p90      p99    p99.9      max      orders\n");
        for (Stretch stretch : measured) {
            row(text, stretch, "client", stretch.ages().client());
            row(text, stretch, "consumer", stretch.ages().consumer());
        }
    }

    private static void row(StringBuilder text, Stretch stretch, String to, Histogram ages) {
        text.append(format("%,10.0f %-4s %-9s", stretch.written().rate(), stretch.held() ? "yes" : "no", to));
        for (double percentile : PERCENTILES) {
            text.append(format(" %8.1f", millis(ages, percentile)));
        }
        text.append(format(" %,11d%n", ages.getTotalCount()));
    }

    static double millis(Histogram ages, double percentile) {
        return (percentile == 100 ? ages.getMaxValue() : ages.getValueAtPercentile(percentile)) / 1e3;
    }

    private void cpu(StringBuilder text) {
        text.append("CPU, µs a line, and allocation, bytes a line\n");
        text.append("   lines/s process          all    user  kernel     JIT      GC    allocated\n");
        for (Stretch stretch : measured) {
            long lines = stretch.written().lines();
            for (Map.Entry<String, Cpu> part : stretch.costs().cpu().entrySet()) {
                cpu(text, stretch, part.getKey(), part.getValue());
                Long allocated = stretch.costs().allocated().get(part.getKey());
                text.append(allocated == null ? "\n" : format(" %,12.0f%n", (double) allocated / Math.max(1, lines)));
            }
            if (processes.size() > 1) {
                cpu(text, stretch, "pipeline", stretch.costs().pipeline(processes));
                long allocated = stretch.costs().allocated().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                text.append(format(" %,12.0f%n", (double) allocated / Math.max(1, lines)));
            }
        }
    }

    private static void cpu(StringBuilder text, Stretch stretch, String name, Cpu cpu) {
        long lines = stretch.written().lines();
        text.append(format(
                "%,10.0f %-12s %7.2f %7.2f %7.2f %7.2f %7.2f",
                stretch.written().rate(),
                name,
                Cpu.micros(cpu.ticks(), lines),
                Cpu.micros(cpu.user(), lines),
                Cpu.micros(cpu.kernel(), lines),
                Cpu.micros(cpu.jit(), lines),
                Cpu.micros(cpu.gc(), lines)));
    }

    private void bytes(StringBuilder text) {
        text.append("bytes a line\n");
        text.append("   lines/s     line  on disk   loopback  all-orders client  consumer\n");
        for (Stretch stretch : measured) {
            double lines = Math.max(1, stretch.written().lines());
            text.append(format(
                    "%,10.0f %8.0f %8.0f %10.0f %18.0f %9.0f%n",
                    stretch.written().rate(),
                    stretch.written().bytes() / lines,
                    stretch.costs().traffic().disk() / lines,
                    stretch.costs().traffic().wire() / lines,
                    stretch.costs().clientBytes() / lines,
                    stretch.costs().consumerBytes() / lines));
        }
    }

    private String checks() {
        List<Stretch> all = Stream.concat(tried.stream(), measured.stream()).toList();
        long checked = all.stream().filter(Stretch::checked).count();
        long lines = all.stream()
                .filter(Stretch::checked)
                .mapToLong(stretch -> stretch.written().lines())
                .sum();
        String skipped =
                checked == all.size() ? "" : format("; %d stretches shed, and were not checked", all.size() - checked);
        return broken().isEmpty()
                ? format(
                        "checked: %,d lines, each once and in order at consumer and client, and exactly what matches at"
                                + " filtered clients%s",
                        lines, skipped)
                : "BROKEN: " + String.join("\nBROKEN: ", broken());
    }

    /** Writes the JSON file and the picture. */
    void write() throws IOException {
        Files.writeString(options.output().json(), new WholeJson(this).text());
        HtmlPage page = new HtmlPage("Orderwire, the whole way");
        List<String> lines = new ArrayList<>(List.of(title(), highest()));
        floors.forEach(floor -> lines.add(floor(floor)));
        lines.addAll(List.of(checks().split("\n", -1)));
        page.list(lines);
        page.markup(new WholeBars(this).html());
        page.text(text());
        Files.writeString(options.output().picture(), page.html());
    }

    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
