package io.orderwire.benchmarks.beside;

import io.orderwire.benchmarks.ChildProcess;
import io.orderwire.benchmarks.Cores;
import io.orderwire.benchmarks.Deployment;
import io.orderwire.benchmarks.Waiting;
import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Whether a node suffers from the pipeline beside it: a process that writes as a node does measures its own writes, in turn
 * without and with {@code ./orderwire run} on its files. In turn, so that a change of the machine meets both.
 */
public final class BesideBenchmark {
    private static final String RUN_TITLE = "              p50      p90      p99    p99.9      max     load";

    /** As {@code ./orderwire} starts {@code run}. */
    private static final List<String> HEAP =
            List.of("-Xms1g", "-Xmx1g", "-XX:MetaspaceSize=128m", "-XX:+UseParallelGC");

    private static final int SETTLE_SECONDS = 30;

    private final BesideOptions options;
    private final List<WriteTimes> aloneCall = new ArrayList<>();
    private final List<WriteTimes> aloneDue = new ArrayList<>();
    private final List<WriteTimes> besideCall = new ArrayList<>();
    private final List<WriteTimes> besideDue = new ArrayList<>();

    /** A measurement that has not begun. */
    public BesideBenchmark(BesideOptions options) {
        this.options = options;
    }

    /**
     * Measures and prints; the first line says how long it takes.
     *
     * @throws AssertionError if the writer suffers
     */
    public void run() throws Exception {
        Duration whole = Duration.ofSeconds(2L * options.runs() * (options.warmup() + options.seconds() + 10L));
        System.out.printf(
                Locale.ROOT,
                "%d lines/s, %d runs without the pipeline and with it %s, about %d min; of blocks, ms from the call,"
                        + " and below it from when it was due; load is of the last minute%n%s%n",
                options.rate(),
                options.runs(),
                options.bounded() ? "giving way as the service does" : "without bounds",
                Math.max(1, whole.toMinutes()),
                RUN_TITLE);
        try (HostServices host = options.bounded() ? HostServices.make() : HostServices.none()) {
            for (int run = 1; run <= options.runs(); run++) {
                // In turns, so that what changes steadily on the host weighs equally on both.
                if (run % 2 == 1) {
                    alone(run, host);
                    beside(run, host);
                } else {
                    beside(run, host);
                    alone(run, host);
                }
            }
        }
        Comparison call = new Comparison(aloneCall, besideCall);
        Comparison due = new Comparison(aloneDue, besideDue);
        System.out.println(call.line("a block's write"));
        System.out.println(due.line("a block, from when it was due"));
        if (!call.holds() || !due.holds()) {
            throw new AssertionError("the writer is slower beside the pipeline than without it");
        }
    }

    private void alone(int run, HostServices host) throws IOException {
        Path folder = Files.createTempDirectory("orderwire-bench-beside");
        try {
            add("alone", run, write(host, folder, folder.resolve("writer.log")), aloneCall, aloneDue);
        } finally {
            delete(folder);
        }
    }

    private void beside(int run, HostServices host) throws Exception {
        Cores cores = options.bounded() ? Cores.givingWay() : Cores.shared();
        try (Deployment deployment = Deployment.standalone(cores, Source.STREAMING, "latest", HEAP, List.of())) {
            for (ChildProcess part : deployment.parts().values()) {
                host.addPipeline(part);
            }
            long cpuBefore = cpuNanos(deployment);
            List<String> words = write(host, deployment.data(), deployment.log("writer"));
            double used = (cpuNanos(deployment) - cpuBefore) / 1e9 / (options.warmup() + options.seconds());
            long written = Long.parseLong(words.get(0));
            Waiting.until(() -> deployment.orders() >= written, SETTLE_SECONDS);
            add("beside", run, words, besideCall, besideDue);
            long orders = deployment.orders();
            System.out.printf(
                    Locale.ROOT, "         %.2f cores, %d of %d lines became orders%n", used, orders, written);
            if (orders < written / 2) {
                throw new AssertionError("the pipeline handled too little for the comparison: see the line above");
            }
        }
    }

    private static long cpuNanos(Deployment deployment) {
        return deployment.parts().values().stream()
                .mapToLong(ChildProcess::cpuNanos)
                .sum();
    }

    private List<String> write(HostServices host, Path data, Path log) throws IOException {
        List<String> arguments = List.of(
                data.toString(),
                String.valueOf(options.rate()),
                String.valueOf(options.warmup()),
                String.valueOf(options.seconds()));
        try (ChildProcess writer =
                ChildProcess.java(log, List.of("-Xms512m", "-Xmx512m"), NodeWriterMain.class.getName(), arguments)) {
            host.addNode(writer);
            return List.of(writer.awaitLine().split(" ", -1));
        }
    }

    private static void add(String name, int run, List<String> words, List<WriteTimes> call, List<WriteTimes> due) {
        WriteTimes ofCall = WriteTimes.parse(words, 1);
        WriteTimes ofDue = WriteTimes.parse(words, 1 + 5);
        call.add(ofCall);
        due.add(ofDue);
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        System.out.printf(Locale.ROOT, "%-6s %d %s %8.1f%n         %s%n", name, run, ofCall, load, ofDue);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
