package io.orderwire.benchmarks.whole;

import java.util.regex.Pattern;

/**
 * A line of {@code /proc/PID/stat} or {@code /proc/PID/task/TID/stat}.
 *
 * @param name of the thread, at most 15 bytes
 * @param userTicks CPU time in user mode, hundredths of a second
 * @param kernelTicks CPU time in the kernel, hundredths of a second
 */
record ThreadStat(String name, long userTicks, long kernelTicks) {
    private static final Pattern BLANK = Pattern.compile(" ");
    private static final int USER = 11;
    private static final int KERNEL = 12;

    /**
     * Reads a line. The name is in parentheses, and may itself contain parentheses, spaces and line feeds; no later field
     * contains a parenthesis.
     *
     * @throws IllegalArgumentException if it is not such a line
     */
    static ThreadStat parse(String text) {
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        if (open < 0 || close < open || close + 2 > text.length()) {
            throw new IllegalArgumentException("not a line of /proc/PID/stat: " + text);
        }
        String[] fields = BLANK.split(text.substring(close + 2), -1);
        if (fields.length <= KERNEL) {
            throw new IllegalArgumentException("not a line of /proc/PID/stat: " + text);
        }
        return new ThreadStat(
                text.substring(open + 1, close), Long.parseLong(fields[USER]), Long.parseLong(fields[KERNEL]));
    }

    /** What a thread of a JVM is for, by its name. */
    Kind kind() {
        if (name.startsWith("C1 CompilerThre") || name.startsWith("C2 CompilerThre")) {
            return Kind.JIT;
        }
        boolean collects = name.startsWith("GC Thread") || name.startsWith("ParGC Thread") || name.startsWith("G1 ");
        return collects || name.equals("VM Thread") ? Kind.GC : Kind.OTHER;
    }

    /** Kinds of threads. */
    enum Kind {
        /** Compiles. */
        JIT,
        /** Collects garbage, or does other work of the VM while all threads stand still. */
        GC,
        OTHER
    }
}
