package io.orderwire.benchmarks;

import io.orderwire.contract.position.Source;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the standalone costs when nothing is written. */
final class IdleBenchmark {
    private final long seconds;

    IdleBenchmark(Map<String, String> options) {
        seconds = Long.parseLong(options.getOrDefault("seconds", "20"));
    }

    void run() throws Exception {
        try (Deployment deployment = Deployment.standalone(Source.STREAMING, "complete", List.of("-Xmx1g"))) {
            TimeUnit.SECONDS.sleep(seconds);
            long before = total(deployment.cpuNanos());
            TimeUnit.SECONDS.sleep(seconds);
            double cores = (total(deployment.cpuNanos()) - before) / 1e9 / seconds;
            System.out.printf(
                    Locale.ROOT,
                    "idle, one JVM: %.1f %% of a core, %s MiB resident%n",
                    100 * cores,
                    deployment.residentMib().values());
        }
    }

    private static long total(Map<String, Long> cpu) {
        return cpu.values().stream().mapToLong(Long::longValue).sum();
    }
}
