package io.orderwire.benchmarks.attackers;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the benchmark with attackers that are too small to cost anybody anything. */
@Tag("adversary")
class AttackersIT {
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void shouldDeliverEachEventOnceBesideSmallAttackers() throws Exception {
        new AttackersBenchmark(Map.of(
                        "rate", "1000",
                        "seconds", "2",
                        "warmup", "5",
                        "rehearsal", "0",
                        "percent", "2",
                        // A machine that is busy with other tests may be late, and sheds nothing for it.
                        "overload", "complete",
                        "require", "accounts"))
                .run();
    }
}
