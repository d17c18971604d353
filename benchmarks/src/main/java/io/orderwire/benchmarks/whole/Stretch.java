package io.orderwire.benchmarks.whole;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What was measured while lines were written at one rate.
 *
 * @param label what it was for
 * @param broken what was not as it must be, empty if all checks hold
 * @param checked whether counts and order were checked, which they are not if something was shed
 */
public record Stretch(
        String label, Written written, Ages ages, Costs costs, Losses losses, List<String> broken, boolean checked) {
    /** Above this age, microseconds, a rate is not held. */
    static final long FRESH_US = 2_000_000;

    /**
     * The load.
     *
     * @param rate lines a second by the schedule
     * @param lines that were written
     * @param bytes of these lines
     * @param seconds from the first to the last write
     * @param whole whether all of the schedule was written
     */
    public record Written(double rate, long lines, long bytes, double seconds, boolean whole) {}

    /** Ages from the intended write to the client of all orders, and to the committed consumer, microseconds. */
    public record Ages(Histogram client, Histogram consumer) {}

    /**
     * What it took.
     *
     * @param cpu by process, and by thread of the load
     * @param allocated bytes by process
     * @param traffic of files and loopback
     * @param clientBytes that the client of all orders received
     * @param consumerBytes keys and values that the committed consumer received
     */
    public record Costs(
            Map<String, Cpu> cpu, Map<String, Long> allocated, Traffic traffic, long clientBytes, long consumerBytes) {
        /** CPU time of the pipeline's processes. */
        Cpu pipeline(List<String> processes) {
            return processes.stream()
                    .map(name -> cpu.getOrDefault(name, Cpu.NONE))
                    .reduce(Cpu.NONE, Cpu::plus);
        }
    }

    /** Whether the rate was held: written on time, nothing shed, and fresh everywhere. */
    boolean held() {
        return written.whole && losses.none() && broken.isEmpty() && isFresh(ages.client) && isFresh(ages.consumer);
    }

    private static boolean isFresh(Histogram ages) {
        return ages.getTotalCount() > 0 && ages.getValueAtPercentile(99) < FRESH_US;
    }
}
