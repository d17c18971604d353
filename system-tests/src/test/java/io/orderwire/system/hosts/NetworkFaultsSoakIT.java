package io.orderwire.system.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.seed.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Faults of the network in random order for some minutes, on brokers that detect a silent broker as late as Kafka's do. */
@Tag("soak")
@Timeout(2_400)
class NetworkFaultsSoakIT {
    private static final Logger log = LoggerFactory.getLogger(NetworkFaultsSoakIT.class);
    private static final int LINES_PER_SECOND = 3_000;
    private static final long MINUTES = 6;

    /** Kafka's defaults. */
    private static final Map<String, String> BROKERS = Map.of(
            "broker.session.timeout.ms", "9000",
            "broker.heartbeat.interval.ms", "2000",
            "transaction.abort.timed.out.transaction.cleanup.interval.ms", "10000");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"complete", "latest"})
    void shouldKeepItsGuaranteesWhileHostsComeAndGo(String overload) throws Exception {
        Random random = new Random(Seeds.of(NetworkFaultsSoakIT.class, overload));
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
        try (HostsRun run = new HostsRun(folder, BROKERS, LINES_PER_SECOND, List.of("overload=" + overload))) {
            int faults = 0;
            while (System.nanoTime() - until < 0) {
                List<HostFaults> round = new ArrayList<>(HostFaults.all());
                Collections.shuffle(round, random);
                for (HostFaults fault : round) {
                    fault.happen(run, random.nextInt(Integer.MAX_VALUE));
                    faults++;
                }
            }
            log.info("{} faults", faults);
            if (overload.equals("complete")) {
                run.checkThatNothingIsLost();
            } else {
                assertThat(run.checkThatAllIsAccountedFor().orders()).isPositive();
            }
        }
    }
}
