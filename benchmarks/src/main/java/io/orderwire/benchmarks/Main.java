package io.orderwire.benchmarks;

import io.orderwire.benchmarks.attackers.AttackersBenchmark;
import io.orderwire.benchmarks.beside.BesideBenchmark;
import io.orderwire.benchmarks.beside.BesideOptions;
import io.orderwire.benchmarks.crash.ComposeBenchmark;
import io.orderwire.benchmarks.crash.CrashBenchmark;
import io.orderwire.benchmarks.fanout.FanoutBenchmark;
import io.orderwire.benchmarks.fanout.ReplayBenchmark;
import io.orderwire.benchmarks.micro.StationRatios;
import io.orderwire.benchmarks.overload.OverloadBenchmark;
import io.orderwire.benchmarks.peers.PeersBenchmark;
import io.orderwire.benchmarks.peers.PeersOptions;
import io.orderwire.benchmarks.scale.QuotaBenchmark;
import io.orderwire.benchmarks.scale.QuotaOptions;
import io.orderwire.benchmarks.scale.ScaleBenchmark;
import io.orderwire.benchmarks.scale.ScaleOptions;
import io.orderwire.benchmarks.whole.WholeBenchmark;
import io.orderwire.benchmarks.whole.WholeOptions;
import io.orderwire.standalone.Arguments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code ./orderwire bench [NAME] [key=value…]}: measures the pipeline on this machine, from file to client. */
public final class Main {
    private static final String USAGE = """
            bench [NAME] [key=value or --key value ...]
              (without)  the whole way, file to clients and consumers, for about 14 minutes: highest rate held, ages, CPU,
                         bytes; a table, JSON and a picture   seconds=60 warmup=60 from=20000 to=400000 steps=6 rates=1000,23500 --one-jvm
                         overload=latest records=one|many clients=20 batch= file= touch=4096 floor=20 json=bench.json
                         report=bench.html
              latency    time from file, and from block, to WebSocket client   rates=1000,23500 seconds=20
              capacity   lines a second held, CPU of each part   rates=25000,50000,100000,150000,200000 seconds=15
                         jvms=one|each warmup=30 records=one|many
              crash      kills processes at random and checks what came out to the event
                         kills=10 rate=20000 every=5000 overload=complete|latest shape=streaming seed=…
              compose    kills containers of a Compose project that runs, which has read nothing yet, and checks what came
                         out to the event   form=small|cluster kill=broker,parser,gateway rate=1000 every=25000
                         overload=complete|latest
              overload   three times what gets through, for minutes: ages, losses by place, memory; a table and a picture
                         factor=3 rate=0 seconds=300 warmup=60 step=10 clients=1 stuck=0 backlog=0 shape=streaming
                         cores=apart|shared require=all|accounts report=overload.html
              fanout     hundreds of clients: how fresh they are, and what each costs
                         clients=1000 firehoses=20 filters=200 rate=23500 seconds=60 warmup=30 compressed=false
                         shape=streaming
              replay     the past from Kafka: how fast, and what live clients feel of it
                         clients=1 coin= rate=23500 seconds=60 limit=100000 shape=streaming
              attackers  clients within every limit that cost as much as they can, one after the other, and what an honest
                         client notices of each   scenarios=all|notional,matching,… rate=23500 seconds=20 warmup=60 rehearsal=5
                         percent=100 nice=10 overload=latest require=all|losses|accounts
              peers      the ingestor beside tail and kcat, rsyslog and Kafka Connect; the whole beside a plain watcher in
                         Python; the gateway beside nats-server   compare=ingest,watch,fanout lines=1000000
                         rates=50000,100000,200000,400000 ingest-seconds=5 watch-rates=5000,10000,20000,40000,80000,…
                         age-rate=5000 clients=200 fanout-rate=1000 seconds=10 warmup=20 overload=latest
              idle       CPU of the pipeline when nothing is written   seconds=20
              beside     what a node that writes notices of the pipeline on its host: write latencies without and with it
                         rate=23500 seconds=60 warmup=30 runs=5 bounded=true
              takeover   how long committed readers wait when a parser is killed   kills=5 rate=1000
                         brokers=ours|defaults
              scale      what a line costs as something grows; a table, JSON and a picture
                         only=partitions,clients,filters,users,length rate=40000 seconds=10 warmup=40
                         partitions=1,2,… clients=1,10,… filters=1,10,… users=100,1000,… length=650,1000,…
                         json=scale.json report=scale.html
              quotas     what parsers carry that have a part of a core each, and what a model predicts; as root
                         share=0.2 parsers=1,2,4 seconds=10 warmup=30 fill=20 rate=60000 compilers=quick|both
              micro      JMH on each station and its limits, with allocation   (further words are JMH's own);
                         the word ratios alone: each station as a ratio to a general JSON library, in seconds""";

    /** Words with which JMH does not run, or runs another profiler. */
    private static final Set<String> NOT_PROFILED = Set.of("-prof", "-h", "-l", "-lp", "-lprof", "-lrf");

    private Main() {}

    /** Runs one benchmark; exit code 2 when there is none of that name. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.jboss.logging.provider", "slf4j");
        String[] args = Arguments.of(arguments, System.getenv());
        List<String> words = List.of(args);
        if (words.equals(List.of("--help")) || words.equals(List.of("-h"))) {
            System.out.println(USAGE);
            return;
        }
        boolean unnamed = Benchmark.isUnnamed(words);
        List<String> rest = unnamed ? words : words.subList(1, words.size());
        Optional<Benchmark> benchmark = unnamed ? Optional.of(Benchmark.WHOLE) : Benchmark.of(words.get(0));
        if (benchmark.isEmpty()) {
            System.err.println(USAGE);
            System.exit(2);
        }
        run(benchmark.orElseThrow(), rest);
    }

    private static void run(Benchmark benchmark, List<String> words) throws Exception {
        if (benchmark == Benchmark.MICRO) {
            micro(words);
            return;
        }
        Map<String, String> options = options(benchmark, words);
        switch (benchmark) {
            case WHOLE -> judged(() -> new WholeBenchmark(WholeOptions.of(options)).run());
            case LATENCY -> new LatencyBenchmark(options).run();
            case CAPACITY -> new CapacityBenchmark(options).run();
            case CRASH -> judged(() -> new CrashBenchmark(options).run());
            case COMPOSE -> judged(() -> ComposeBenchmark.run(options));
            case OVERLOAD -> judged(() -> new OverloadBenchmark(options).run());
            case FANOUT -> judged(() -> new FanoutBenchmark(options).run());
            case REPLAY -> judged(() -> new ReplayBenchmark(options).run());
            case ATTACKERS -> judged(() -> new AttackersBenchmark(options).run());
            case PEERS -> judged(() -> new PeersBenchmark(PeersOptions.of(options)).run());
            case IDLE -> new IdleBenchmark(options).run();
            case BESIDE -> judged(() -> new BesideBenchmark(BesideOptions.of(options)).run());
            case SCALE -> judged(() -> new ScaleBenchmark(ScaleOptions.of(options)).run());
            case QUOTAS -> judged(() -> new QuotaBenchmark(QuotaOptions.of(options)).run());
            case TAKEOVER -> new TakeoverBenchmark(options).run();
            default -> throw new IllegalStateException("no benchmark " + benchmark);
        }
    }

    private static void micro(List<String> words) throws IOException {
        if (words.equals(List.of("ratios"))) {
            StationRatios.main(new String[0]);
            return;
        }
        List<String> all = new ArrayList<>(words);
        if (words.stream().noneMatch(NOT_PROFILED::contains)) {
            all.addAll(List.of("-prof", "gc"));
        }
        org.openjdk.jmh.Main.main(all.toArray(String[]::new));
    }

    private static Map<String, String> options(Benchmark benchmark, List<String> words) {
        try {
            return benchmark.options(words);
        } catch (IllegalArgumentException e) {
            usage(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private interface Judged {
        void run() throws Exception;
    }

    /** A benchmark that ends with exit code 1 when a promise was broken. */
    private static void judged(Judged benchmark) throws Exception {
        try {
            benchmark.run();
        } catch (IllegalArgumentException e) {
            usage(String.valueOf(e.getMessage()));
        } catch (AssertionError e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void usage(String complaint) {
        System.err.println(complaint + "\n" + USAGE);
        System.exit(2);
    }
}
