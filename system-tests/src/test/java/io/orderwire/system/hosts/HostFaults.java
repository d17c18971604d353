package io.orderwire.system.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.testing.network.Host;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Faults of the network, each with its end. After each the client's orders are fresh again and every process is ready. */
enum HostFaults {
    PARSER_CUT_OFF {
        @Override
        void happen(HostsRun run, int choice) {
            String name = HostsPipeline.PARSERS.get(choice % HostsPipeline.PARSERS.size());
            await(name + " in its group").atMost(HostsRun.PATIENCE).until(() -> run.isMember(name));
            cutOff(run, run.network().host(name), () -> run.isForgotten(name));
        }
    },
    GATEWAY_LOST {
        @Override
        void happen(HostsRun run, int choice) {
            int moves = run.client().moves();
            String name = HostsPipeline.GATEWAYS.get(run.client().gateway());
            Host host = run.network().host(name);
            long from = System.nanoTime();
            run.network().cutOff(host);
            await("the client to leave " + name)
                    .atMost(HostsRun.PATIENCE)
                    .until(() -> run.client().moves() > moves);
            run.awaitFresh(name + " lost");
            report(run, name + " lost", from);
            run.network().reconnect(host);
            settle(run, name + " back");
            assertThat(run.client().moves()).isEqualTo(moves + 1);
        }
    },
    PACKETS_LOST {
        @Override
        void happen(HostsRun run, int choice) {
            Host ingestor = run.network().host(HostsPipeline.INGESTOR);
            long from = System.nanoTime();
            run.brokers().forEach(broker -> run.network().lose(LOSS, ingestor, broker));
            run.awaitWritten(LINES_WITH_LOSS);
            report(run, "1 % of packets lost", from);
            run.brokers().forEach(broker -> run.network().stopLoss(LOSS, ingestor, broker));
            settle(run, "no packets lost");
        }
    },
    BROKER_CUT_OFF {
        @Override
        void happen(HostsRun run, int choice) throws Exception {
            Host host = choice == 0
                    ? run.coordinator()
                    : run.brokers().get(choice % run.brokers().size());
            long from = System.nanoTime();
            // The remaining brokers need longer to notice than orders take to get stale.
            cutOff(run, host, () -> run.seenSince(from).staleMs() > 0);
            await("the broker to be back").atMost(HostsRun.PATIENCE).until(() -> !run.reasons()
                    .contains("of Kafka does not answer"));
        }
    };

    private static final double LOSS = 0.01;
    private static final long LINES_WITH_LOSS = 30_000;
    private static final Logger log = LoggerFactory.getLogger(HostFaults.class);

    /**
     * Begins, waits for the effect, and ends.
     *
     * @param choice selects one of several hosts; with 0 the broker that coordinates the ingestor's transactions
     */
    abstract void happen(HostsRun run, int choice) throws Exception;

    /** After the effect, the client must be fresh again without the host, which then returns. */
    private static void cutOff(HostsRun run, Host host, Callable<Boolean> effect) {
        long from = System.nanoTime();
        run.network().cutOff(host);
        await("the effect of the cut").atMost(HostsRun.PATIENCE).until(effect);
        run.awaitFresh(host.name() + " cut off");
        report(run, host.name() + " cut off", from);
        run.network().reconnect(host);
        settle(run, host.name() + " back");
    }

    private static void settle(HostsRun run, String what) {
        long from = System.nanoTime();
        run.pipeline().awaitReady();
        run.awaitFresh(what);
        report(run, what, from);
    }

    private static void report(HostsRun run, String what, long from) {
        log.info("{}: {}", what, run.seenSince(from));
    }

    /** All of them. */
    static List<HostFaults> all() {
        return List.of(values());
    }
}
