package io.orderwire.system.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that are cut off and return: nobody is told, packets only stop. */
@Tag("adversary")
@Timeout(600)
class NetworkFaultsIT {
    private static final int LINES_PER_SECOND = 2_000;

    @TempDir
    private Path folder;

    @Test
    void shouldLoseNothingWhenHostsAreCutOffAndReturn() throws Exception {
        try (HostsRun run = new HostsRun(folder, Map.of(), LINES_PER_SECOND, List.of("overload=complete"))) {
            for (HostFaults fault : HostFaults.all()) {
                fault.happen(run, 0);
            }
            run.checkThatNothingIsLost();
        }
    }

    @Test
    void shouldBeFreshAgainAndAccountForAllWhenAParserIsCutOff() throws Exception {
        // Sheds by age alone.
        List<String> options = List.of("overload=latest", "catch.up.max.ms=0");
        try (HostsRun run = new HostsRun(folder, Map.of(), LINES_PER_SECOND, options)) {
            HostFaults.PARSER_CUT_OFF.happen(run, 0);
            assertThat(run.checkThatAllIsAccountedFor().shedByParser()).isPositive();
        }
    }
}
