package io.orderwire.benchmarks.scale;

import io.orderwire.benchmarks.whole.Cpu;
import io.orderwire.benchmarks.whole.Stretch;
import java.util.List;

/**
 * What was measured at one value of a dimension.
 *
 * @param crowdBytes that clients besides the one of all orders received
 */
record Point(Dimension dimension, int value, Stretch stretch, long crowdBytes) {
    /** The pipeline's processes, in the order of the data. */
    static final List<String> PROCESSES = List.of("broker", "ingestor", "parser", "gateway");

    private static final Cpu NONE = new Cpu(0, 0, 0, 0);
    private static final double MICROS_PER_MILLI = 1e3;

    /** Of one process, without its compilers, microseconds a line. */
    double micros(String process) {
        Cpu cpu = cpu(process);
        return Cpu.micros(cpu.ticks() - cpu.jit(), lines());
    }

    /** Of all processes, without compilers, microseconds a line. */
    double micros() {
        return PROCESSES.stream().mapToDouble(this::micros).sum();
    }

    /** Of the compilers in all processes, microseconds a line. */
    double compilerMicros() {
        return PROCESSES.stream()
                .mapToDouble(name -> Cpu.micros(cpu(name).jit(), lines()))
                .sum();
    }

    private Cpu cpu(String process) {
        return stretch.costs().cpu().getOrDefault(process, NONE);
    }

    long lines() {
        return stretch.written().lines();
    }

    /** That many bytes, for each line. */
    double perLine(long bytes) {
        return (double) bytes / Math.max(1, lines());
    }

    /** Age at the client of all orders, milliseconds. */
    double age(double percentile) {
        return stretch.ages().client().getValueAtPercentile(percentile) / MICROS_PER_MILLI;
    }
}
