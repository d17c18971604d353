package io.orderwire.benchmarks.whole;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The results for programs. Ages are milliseconds, CPU microseconds a line, all else plain counts and bytes. */
final class WholeJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final double HUNDREDTHS = 100;

    private final WholeReport report;

    WholeJson(WholeReport report) {
        this.report = report;
    }

    String text() throws IOException {
        ObjectNode root = JSON.createObjectNode();
        WholeOptions options = report.options();
        root.putObject("conditions")
                .put("form", options.form().oneJvm() ? "one JVM" : "one JVM per part")
                .put("overload", options.form().overload())
                .put("records", options.form().records())
                .put("lines", options.file().isEmpty() ? "simulator" : "file")
                .put("filteredClients", options.filtered())
                .put("secondsPerRate", options.seconds())
                .put("warmUpSeconds", options.warmUpSeconds())
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("java", System.getProperty("java.vm.version"));
        ObjectNode highest =
                root.putObject("highest").put("linesPerSecond", report.found().held());
        if (Double.isFinite(report.found().missed())) {
            highest.put("notHeld", report.found().missed());
        }
        floors(root.putArray("floor"));
        stretches(root.putArray("search"), report.tried());
        stretches(root.putArray("measured"), report.measured());
        ArrayNode broken = root.putArray("broken");
        report.broken().forEach(broken::add);
        return JSON.writeValueAsString(root) + "\n";
    }

    private void floors(ArrayNode array) {
        for (Floor floor : report.floors()) {
            ObjectNode node = array.addObject()
                    .put("records", floor.name())
                    .put("linesPerSecond", Math.round(floor.linesPerSecond()))
                    .put("heldOfFloor", rounded(report.found().held() / floor.linesPerSecond()));
            cpu(node.putObject("cpuMicrosPerLine"), floor.cpu(), floor.lines());
        }
    }

    private void stretches(ArrayNode array, List<Stretch> stretches) {
        for (Stretch stretch : stretches) {
            ObjectNode node = array.addObject()
                    .put("linesPerSecond", stretch.written().rate())
                    .put("held", stretch.held())
                    .put("checked", stretch.checked())
                    .put("lines", stretch.written().lines())
                    .put("shed", stretch.losses().shed())
                    .put("dropped", stretch.losses().dropped())
                    .put("deadLetters", stretch.losses().deadLetters());
            ObjectNode ages = node.putObject("ageMs");
            ages(ages.putObject("client"), stretch.ages().client());
            ages(ages.putObject("consumer"), stretch.ages().consumer());
            costs(node, stretch);
        }
    }

    private static void ages(ObjectNode node, Histogram ages) {
        for (double percentile : WholeReport.PERCENTILES) {
            String name = percentile == 100
                    ? "max"
                    : "p" + String.format(Locale.ROOT, "%s", percentile).replace(".0", "");
            node.put(name, WholeReport.millis(ages, percentile));
        }
        node.put("orders", ages.getTotalCount());
    }

    private void costs(ObjectNode node, Stretch stretch) {
        long lines = stretch.written().lines();
        ObjectNode cpu = node.putObject("cpuMicrosPerLine");
        stretch.costs().cpu().forEach((name, used) -> cpu(cpu.putObject(name), used, lines));
        cpu(cpu.putObject("pipeline"), stretch.costs().pipeline(report.processes()), lines);
        ObjectNode allocated = node.putObject("allocatedBytesPerLine");
        stretch.costs().allocated().forEach((name, bytes) -> allocated.put(name, perLine(bytes, lines)));
        node.putObject("bytesPerLine")
                .put("line", perLine(stretch.written().bytes(), lines))
                .put("disk", perLine(stretch.costs().traffic().disk(), lines))
                .put("loopback", perLine(stretch.costs().traffic().wire(), lines))
                .put("client", perLine(stretch.costs().clientBytes(), lines))
                .put("consumer", perLine(stretch.costs().consumerBytes(), lines));
    }

    private static void cpu(ObjectNode node, Cpu cpu, long lines) {
        node.put("all", rounded(Cpu.micros(cpu.ticks(), lines)))
                .put("user", rounded(Cpu.micros(cpu.user(), lines)))
                .put("kernel", rounded(Cpu.micros(cpu.kernel(), lines)))
                .put("jit", rounded(Cpu.micros(cpu.jit(), lines)))
                .put("gc", rounded(Cpu.micros(cpu.gc(), lines)));
    }

    private static long perLine(long bytes, long lines) {
        return lines == 0 ? 0 : Math.round((double) bytes / lines);
    }

    private static double rounded(double value) {
        return Math.rint(value * HUNDREDTHS) / HUNDREDTHS;
    }
}
