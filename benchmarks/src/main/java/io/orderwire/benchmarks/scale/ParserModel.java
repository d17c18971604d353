package io.orderwire.benchmarks.scale;

/**
 * What parsers cost: a part that does not depend on the rate, for polls, commits and heartbeats, and a part for each line.
 *
 * @param fixedCores of one parser, cores
 * @param microsPerLine CPU time for a line, microseconds
 */
record ParserModel(double fixedCores, double microsPerLine) {
    private static final double MICROS = 1e6;

    /**
     * CPU time at a rate.
     *
     * @param linesPerSecond that all parsers together read
     * @param cores that all of them together use
     */
    record Load(double linesPerSecond, double cores) {}

    /** The line through two loads of so many parsers. A negative fixed part is taken as none. */
    static ParserModel through(Load low, Load high, int parsers) {
        if (high.linesPerSecond <= low.linesPerSecond) {
            throw new IllegalArgumentException(
                    "the rates must ascend: " + low.linesPerSecond + ", " + high.linesPerSecond);
        }
        double coresPerLine = (high.cores - low.cores) / (high.linesPerSecond - low.linesPerSecond);
        double fixed = low.cores - coresPerLine * low.linesPerSecond;
        return fixed < 0
                ? new ParserModel(0, high.cores / high.linesPerSecond * MICROS)
                : new ParserModel(fixed / parsers, coresPerLine * MICROS);
    }

    /** Lines a second that parsers carry that have a part of a core each. */
    double linesPerSecond(int parsers, double share) {
        return parsers * Math.max(0, share - fixedCores) * MICROS / microsPerLine;
    }
}
