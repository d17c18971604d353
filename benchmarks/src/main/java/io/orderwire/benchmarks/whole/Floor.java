package io.orderwire.benchmarks.whole;

import io.orderwire.benchmarks.floor.FloorRun;
import io.orderwire.benchmarks.floor.Form;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What Kafka alone carries in one form, as fast as it goes.
 *
 * @param form what the second station writes
 * @param lines that arrived
 * @param seconds in which they arrived
 * @param cpu of broker, producer and relay
 */
record Floor(Form form, long lines, double seconds, Cpu cpu) {
    /** Measures both forms, each after a warm-up of half as long that begins with the first lines. */
    static List<Floor> measure(int seconds, Consumer<String> log) throws Exception {
        if (seconds == 0) {
            return List.of();
        }
        return List.of(measure(Form.ORDERS, seconds, log), measure(Form.BLOCKS, seconds, log));
    }

    private static Floor measure(Form form, int seconds, Consumer<String> log) throws Exception {
        try (FloorRun run = new FloorRun(form, Pipeline.RETENTION_BYTES)) {
            run.awaitFirstLines();
            run.consume(Math.max(1, seconds / 2.0));
            CpuMeter meter = new CpuMeter(run.pids(), List.of());
            Cpu before = sum(meter.read());
            long begin = System.nanoTime();
            long lines = run.consume(seconds);
            double took = (System.nanoTime() - begin) / 1e9;
            Floor floor = new Floor(form, lines, took, sum(meter.read()).minus(before));
            log.accept("floor, " + floor);
            return floor;
        }
    }

    private static Cpu sum(Map<String, Cpu> parts) {
        return parts.values().stream().reduce(Cpu.NONE, Cpu::plus);
    }

    double linesPerSecond() {
        return lines / seconds;
    }

    /** Of broker, producer and relay, microseconds. */
    double cpuMicros() {
        return Cpu.micros(cpu.ticks(), lines);
    }

    /** How this form is called in reports. */
    String name() {
        return form == Form.ORDERS ? "one record per order" : "one record per block";
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %,.0f lines/s, %.2f µs of CPU a line (kernel %.2f, JIT %.2f, GC %.2f)",
                name(),
                linesPerSecond(),
                cpuMicros(),
                Cpu.micros(cpu.kernel(), lines),
                Cpu.micros(cpu.jit(), lines),
                Cpu.micros(cpu.gc(), lines));
    }
}
