package io.orderwire.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final Health health = new Health();
    private final List<String> kafka = new ArrayList<>();

    @Test
    void shouldSayWhatAStartWaitsForUntilItHasStartedOnce() {
        assertThat(health.notStarted()).containsExactly(new Reason(ReasonCode.STARTING, "start: starting"));
        health.ready(Health.KAFKA, ReasonCode.KAFKA, () -> kafka);
        kafka.add("no broker answers");
        Reason silent = new Reason(ReasonCode.KAFKA, "kafka: no broker answers");
        assertThat(health.notStarted()).containsExactly(silent);

        health.started();
        assertThat(health.notStarted()).as("not ready later").isEmpty();
        assertThat(health.notReady()).containsExactly(silent);
    }

    @Test
    void shouldNotBeRestartedForWhatItWaitsFor() {
        health.ready(Health.KAFKA, ReasonCode.KAFKA, () -> List.of("no broker answers"));
        health.degraded("parser", ReasonCode.DEGRADED, () -> List.of("slow"));
        assertThat(health.notLive()).isEmpty();

        health.live("watchdog", ReasonCode.STALLED, () -> List.of("reader has made no progress"));
        assertThat(health.notLive())
                .containsExactly(new Reason(ReasonCode.STALLED, "watchdog: reader has made no progress"));
    }

    @Test
    void shouldKeepSeveralChecksOfOnePart() {
        health.ready("gateway", ReasonCode.STARTING, List::of);
        health.ready("gateway", ReasonCode.NOT_SERVING, () -> List.of("the topic is gone"));
        health.ready("gateway", ReasonCode.STOPPING, () -> List.of("stopping"));
        assertThat(health.notReady())
                .extracting(Reason::code)
                .containsExactlyInAnyOrder(ReasonCode.NOT_SERVING, ReasonCode.STOPPING);
        assertThat(health.notReady("gateway")).containsExactlyInAnyOrder("the topic is gone", "stopping");
        assertThat(health.notReady("other")).isEmpty();
    }
}
