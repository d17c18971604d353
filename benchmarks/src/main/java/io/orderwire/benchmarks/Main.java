package io.orderwire.benchmarks;

import io.orderwire.standalone.Arguments;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code ./orderwire bench [NAME] [key=value…]}: measures the pipeline on this machine, from file to client. */
public final class Main {
    private static final String USAGE = """
            bench NAME [key=value ...]
              latency    time from file to WebSocket client   rates=1000,23500 seconds=20
              capacity   lines a second held, CPU of each part   rates=25000,50000,100000,150000,200000 seconds=15
                         jvms=one|each warmup=30
              idle       CPU of the pipeline when nothing is written   seconds=20
              micro      JMH on scanner and parser   (further words are JMH's own)""";

    private Main() {}

    /** Runs one benchmark; exit code 2 when there is none of that name. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.jboss.logging.provider", "slf4j");
        String[] args = Arguments.of(arguments, System.getenv());
        String name = args.length == 0 ? "latency" : args[0];
        List<String> rest = args.length == 0 ? List.of() : List.of(args).subList(1, args.length);
        switch (name) {
            case "latency" -> new LatencyBenchmark(options(rest)).run();
            case "capacity" -> new CapacityBenchmark(options(rest)).run();
            case "idle" -> new IdleBenchmark(options(rest)).run();
            case "micro" -> org.openjdk.jmh.Main.main(rest.toArray(String[]::new));
            default -> {
                System.err.println(USAGE);
                System.exit(2);
            }
        }
    }

    private static Map<String, String> options(List<String> words) {
        Map<String, String> options = new TreeMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                System.err.println("not key=value: " + word + "\n" + USAGE);
                System.exit(2);
            }
            options.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return options;
    }
}
