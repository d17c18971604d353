package io.orderwire.benchmarks.micro;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * How long each station takes for a line, as a ratio to the time that a general JSON library takes for the same bytes. Short
 * rounds of all of them alternate, and the fastest of each counts: what else the machine does only ever adds to a round, and
 * some round of a few milliseconds is left alone even on a busy machine. {@code ./orderwire bench micro ratios} prints them.
 */
public final class StationRatios {
    private static final int LINES = 5_000;
    private static final int ROUNDS = 100;
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final ScanAndParse stations;
    private final Map<Station, Long> fastest = new EnumMap<>(Station.class);
    private long fastestLimit = Long.MAX_VALUE;

    private StationRatios(ScanAndParse stations) {
        this.stations = stations;
    }

    /**
     * A station, and the ratio that it must not exceed. Measured were 0.24 to 0.40, 0.18 to 0.28, 0.24 to 0.36, 0.59 to 0.78,
     * 0.27 to 0.40 and 0.10, in this order: the compiler does not decide the same in each JVM. Without the shapes of lines,
     * they are 0.70, 1.05, 1.83, 1.05, 1.21 and 0.10. The bounds of the first three and of the fifth lie between, so that the
     * loss of the shapes is noticed. The others are about twice what was measured: they notice only greater losses.
     */
    public enum Station {
        /** Finding the ends of lines, and the users. */
        SPLIT(0.55, ScanAndParse::split),
        /** Reading a line. */
        PARSE(0.5, ScanAndParse::parse),
        /** Reading an order, and comparing it with a filter. */
        FILTER(0.7, ScanAndParse::filter),
        /** Splitting, and packing lines into the blocks of partitions. */
        DEAL(1.3, ScanAndParse::splitAndDeal),
        /** Reading a line, and encoding the order. */
        ENCODE(0.7, ScanAndParse::parseAndEncode),
        /** Joining orders to frames. */
        FRAME(0.3, ScanAndParse::frame);

        private final double bound;

        @SuppressWarnings("ImmutableEnumChecker") // a reference to a method
        private final Function<ScanAndParse, Object> work;

        Station(double bound, Function<ScanAndParse, Object> work) {
            this.bound = bound;
            this.work = work;
        }
    }

    /**
     * What was measured of a station.
     *
     * @param nanos per line
     * @param limitNanos per line of the JSON library
     */
    public record Ratio(Station station, double nanos, double limitNanos) {
        double ratio() {
            return nanos / limitNanos;
        }

        /** Whether the station is as fast as it must be. */
        public boolean holds() {
            return ratio() <= station.bound;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-7s %.2f of databind, at most %.2f: %,.0f of %,.0f ns a line%s",
                    station.name().toLowerCase(Locale.ROOT),
                    ratio(),
                    station.bound,
                    nanos,
                    limitNanos,
                    holds() ? "" : "; TOO SLOW");
        }
    }

    /** Prints a line for each station; exit code 1 if one is too slow. */
    public static void main(String[] args) throws IOException {
        List<Ratio> ratios = measure();
        ratios.forEach(System.out::println);
        if (!ratios.stream().allMatch(Ratio::holds)) {
            System.exit(1);
        }
    }

    private static List<Ratio> measure() throws IOException {
        ScanAndParse prepared = new ScanAndParse();
        prepared.write();
        return new StationRatios(prepared).ratios();
    }

    private List<Ratio> ratios() throws IOException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < WARM_UP_NANOS) {
            round();
        }
        fastest.clear();
        fastestLimit = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            round();
        }
        return fastest.entrySet().stream()
                .map(each -> new Ratio(each.getKey(), (double) each.getValue() / LINES, (double) fastestLimit / LINES))
                .toList();
    }

    private void round() throws IOException {
        long before = System.nanoTime();
        int members = stations.databind();
        fastestLimit = Math.min(fastestLimit, System.nanoTime() - before);
        use(members);
        for (Station station : Station.values()) {
            long start = System.nanoTime();
            Object result = station.work.apply(stations);
            fastest.merge(station, System.nanoTime() - start, Math::min);
            use(result);
        }
    }

    /** Keeps the compiler from leaving out work whose result nobody needs. */
    private static void use(Object result) {
        if (result.hashCode() == 1 && result.equals("")) {
            throw new IllegalStateException("not a result of a station");
        }
    }
}
