package io.orderwire.benchmarks.peers;

import java.util.List;

/**
 * What one peer did.
 *
 * @param name of the peer
 * @param existing the lines that the file had before the start
 * @param rates the rates that followed, up to the first that was not kept
 * @param burst as many lines as at the start, appended at once to the process that is warm then
 * @param broken what the topic has that the file does not, or the other way round
 */
record IngestRun(String name, Existing existing, List<Paced> rates, Burst burst, List<String> broken) {
    /**
     * Lines of a file that exists.
     *
     * @param lines in the file
     * @param bytes of the file
     * @param seconds from the start of the process until Kafka has all lines
     * @param linesPerSecond from the first lines that Kafka has to the last
     * @param cpuMicros CPU of the process for each line, from its start
     */
    record Existing(long lines, long bytes, double seconds, double linesPerSecond, double cpuMicros) {
        double megabytesPerSecond() {
            return linesPerSecond * bytes / lines / 1e6;
        }
    }

    /**
     * Lines that are appended at once.
     *
     * @param linesPerSecond from the append until Kafka has all lines
     * @param cpuMicros CPU of the process for each line
     */
    record Burst(double linesPerSecond, double cpuMicros) {}

    /**
     * Lines that are written at a rate.
     *
     * @param rate lines a second
     * @param lateSeconds from the end of writing until Kafka has all lines
     * @param kept whether they were written in time, and late by at most a second
     * @param cpuMicros CPU of the process for each line
     */
    record Paced(int rate, double lateSeconds, boolean kept, double cpuMicros) {}

    /** The highest rate that was kept, 0 if none was. */
    int keptRate() {
        return rates.stream().filter(Paced::kept).mapToInt(Paced::rate).max().orElse(0);
    }
}
