package io.orderwire.benchmarks.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderwire.benchmarks.overload.HtmlPage;
import io.orderwire.benchmarks.whole.Bars;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

/** The results as a table, as JSON and as a picture. */
record ScaleReport(ScaleOptions options, List<Point> points) {
    private static final double HUNDREDTHS = 100;

    String title() {
        return format(
                "cost per line at %,d lines/s, %d s each after %d s, on %d processors; µs of CPU without compilers",
                options.rate(),
                options.seconds(),
                options.warmUpSeconds(),
                Runtime.getRuntime().availableProcessors());
    }

    /** What was not as it must be. */
    List<String> broken() {
        return points.stream()
                .flatMap(point -> point.stretch().broken().stream()
                        .map(finding -> point.stretch().label() + ": " + finding))
                .toList();
    }

    String text() {
        StringBuilder text = new StringBuilder(title()).append('\n');
        Dimension before = null;
        for (Point point : points) {
            if (point.dimension() != before) {
                text.append(format(
                        "%n%10s broker ingestor parser gateway     all  (JIT)  p50 ms  p99 ms   line   disk  loopback"
                                + "  crowd%n",
                        point.dimension().key()));
                before = point.dimension();
            }
            text.append(format("%,10d", point.value()));
            Point.PROCESSES.forEach(name -> text.append(format(" %6.2f ", point.micros(name))));
            text.append(format(
                    "%6.2f  %5.2f %7.1f %7.1f %6.0f %6.0f %9.0f %6.0f%n",
                    point.micros(),
                    point.compilerMicros(),
                    point.age(50),
                    point.age(99),
                    point.perLine(point.stretch().written().bytes()),
                    point.perLine(point.stretch().costs().traffic().disk()),
                    point.perLine(point.stretch().costs().traffic().wire()),
                    point.perLine(point.crowdBytes())));
        }
        broken().forEach(finding -> text.append("BROKEN: ").append(finding).append('\n'));
        return text.toString();
    }

    String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("linesPerSecond", options.rate()).put("seconds", options.seconds());
        root.put("warmUpSeconds", options.warmUpSeconds())
                .put("processors", Runtime.getRuntime().availableProcessors());
        ArrayNode all = root.putArray("points");
        for (Point point : points) {
            ObjectNode node = all.addObject();
            node.put("dimension", point.dimension().key())
                    .put("value", point.value())
                    .put("lines", point.lines());
            ObjectNode cpu = node.putObject("cpuMicrosPerLine");
            Point.PROCESSES.forEach(name -> cpu.put(name, rounded(point.micros(name))));
            cpu.put("all", rounded(point.micros())).put("compilers", rounded(point.compilerMicros()));
            node.putObject("ageMs").put("p50", rounded(point.age(50))).put("p99", rounded(point.age(99)));
            node.putObject("bytesPerLine")
                    .put("line", rounded(point.perLine(point.stretch().written().bytes())))
                    .put(
                            "disk",
                            rounded(point.perLine(
                                    point.stretch().costs().traffic().disk())))
                    .put(
                            "loopback",
                            rounded(point.perLine(
                                    point.stretch().costs().traffic().wire())))
                    .put("crowd", rounded(point.perLine(point.crowdBytes())));
        }
        ArrayNode faults = root.putArray("broken");
        broken().forEach(faults::add);
        return root.toPrettyString();
    }

    /** Writes the JSON file and the picture. */
    void write() throws IOException {
        Files.writeString(options.json(), json());
        HtmlPage page = new HtmlPage("Orderwire, cost per line");
        page.list(List.of(title()));
        for (Dimension dimension : options.values().keySet()) {
            List<Bars.Bar> bars = points.stream()
                    .filter(point -> point.dimension() == dimension)
                    .map(point -> new Bars.Bar(
                            format("%,d", point.value()),
                            Point.PROCESSES.stream().map(point::micros).toList(),
                            format("%.2f µs", point.micros())))
                    .toList();
            page.markup(Bars.chart("CPU a line, by " + dimension.key(), Point.PROCESSES, bars));
        }
        page.text(text());
        Files.writeString(options.picture(), page.html());
    }

    private static double rounded(double value) {
        return Math.rint(value * HUNDREDTHS) / HUNDREDTHS;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
