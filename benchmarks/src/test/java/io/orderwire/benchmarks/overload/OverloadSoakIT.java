package io.orderwire.benchmarks.overload;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fixed heaps, the busiest known hour's rate, and as many clients that never read as healthy ones, for 15 minutes. */
@Tag("soak")
class OverloadSoakIT {
    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void shouldKeepAccountsAgeAndMemory(@TempDir Path folder) throws Exception {
        new OverloadBenchmark(Map.of(
                        "rate", "23500",
                        "seconds", "900",
                        "step", "0",
                        "clients", "50",
                        "stuck", "50",
                        "report", folder.resolve("overload.html").toString()))
                .run();
    }
}
