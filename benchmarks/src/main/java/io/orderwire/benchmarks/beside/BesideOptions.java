package io.orderwire.benchmarks.beside;

import java.util.Map;

/**
 * How to measure.
 *
 * @param rate lines per second
 * @param seconds seconds of each run that are counted
 * @param warmup seconds before them
 * @param runs runs without the pipeline, and as many with it
 * @param bounded whether the pipeline gives way as the service of the Debian package does
 */
public record BesideOptions(int rate, int seconds, int warmup, int runs, boolean bounded) {
    /**
     * From the command line.
     *
     * @throws IllegalArgumentException if a number is not positive, or bounded neither true nor false
     */
    public static BesideOptions of(Map<String, String> options) {
        return new BesideOptions(
                positive(options, "rate", 23_500),
                positive(options, "seconds", 60),
                positive(options, "warmup", 30),
                positive(options, "runs", 5),
                bounded(options.getOrDefault("bounded", "true")));
    }

    private static boolean bounded(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("bounded is " + text + ", expected true or false");
        }
        return Boolean.parseBoolean(text);
    }

    private static int positive(Map<String, String> options, String key, int absent) {
        String text = options.getOrDefault(key, String.valueOf(absent));
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(key + " is " + text + ", expected a positive number");
        }
        return Integer.parseInt(text);
    }
}
