package io.orderwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.orderwire.contract.position.Source;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The hot path: no object per line. */
class AllocationTest {
    private static final int EVENTS = 20_000;

    @TempDir
    private Path out;

    @ParameterizedTest
    @EnumSource
    void shouldAllocateNothingPerLine(Source shape) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Simulator simulator = new Simulator(
                SimulatorOptions.builder(out).shape(shape).keepHours(1).build())) {
            // Warms up until the number of open orders is stable and the code is compiled.
            for (int i = 0; i < 50; i++) {
                simulator.writeBlock(EVENTS);
            }
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int i = 0; i < 5; i++) {
                simulator.writeBlock(EVENTS);
            }
            long allocated =
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

            assertThat((double) allocated / (5 * EVENTS)).isLessThan(4);
        }
    }
}
