package io.orderwire.benchmarks.whole;

/**
 * CPU time, hundredths of a second.
 *
 * @param user in user mode, without the threads of the next two
 * @param kernel in the kernel, without the threads of the next two
 * @param jit of compiler threads
 * @param gc of threads that collect garbage
 */
public record Cpu(long user, long kernel, long jit, long gc) {
    static final Cpu NONE = new Cpu(0, 0, 0, 0);

    private static final double MICROS_PER_TICK = 10_000;

    /** The sum of both. */
    public Cpu plus(Cpu other) {
        return new Cpu(user + other.user, kernel + other.kernel, jit + other.jit, gc + other.gc);
    }

    /** What was used since the other. */
    public Cpu minus(Cpu other) {
        return new Cpu(user - other.user, kernel - other.kernel, jit - other.jit, gc - other.gc);
    }

    /** All of it. */
    public long ticks() {
        return user + kernel + jit + gc;
    }

    /** Microseconds a line. */
    public static double micros(long ticks, long lines) {
        return lines == 0 ? 0 : ticks * MICROS_PER_TICK / lines;
    }
}
