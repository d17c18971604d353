package io.orderwire.benchmarks.scale;

import io.orderwire.benchmarks.whole.Cpu;
import io.orderwire.benchmarks.whole.CpuMeter;
import java.io.IOException;

/**
 * CPU time of several parsers so far, hundredths of a second.
 *
 * @param all of all of their threads
 * @param compilers of the threads that compile
 */
record ParserCpu(long all, long compilers) {
    private static final double TICKS_PER_SECOND = 100;

    static ParserCpu of(CpuMeter meter) throws IOException {
        Cpu sum = meter.read().values().stream().reduce(new Cpu(0, 0, 0, 0), Cpu::plus);
        return new ParserCpu(sum.ticks(), sum.jit());
    }

    /** Cores that were used since then. */
    double cores(ParserCpu before, double seconds) {
        return (all - before.all) / TICKS_PER_SECOND / seconds;
    }

    /** The part of it that compilers used. */
    double compilers(ParserCpu before, double seconds) {
        return (compilers - before.compilers) / TICKS_PER_SECOND / seconds;
    }
}
