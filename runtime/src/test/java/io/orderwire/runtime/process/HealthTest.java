package io.orderwire.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final Health health = new Health();
    private final List<Reason> kafka = new ArrayList<>();

    @Test
    void shouldSayWhatAStartWaitsForUntilItHasStartedOnce() {
        assertThat(health.notStarted()).containsExactly(ReasonCode.STARTING.because("start: starting"));
        health.ready(Health.KAFKA, () -> kafka);
        kafka.add(ReasonCode.KAFKA_SILENT.because("no broker answers"));
        Reason silent = ReasonCode.KAFKA_SILENT.because("kafka: no broker answers");
        assertThat(health.notStarted()).containsExactly(silent);

        health.started();
        assertThat(health.notStarted()).as("not ready later").isEmpty();
        assertThat(health.notReady()).containsExactly(silent);
    }

    @Test
    void shouldNotBeRestartedForWhatItWaitsFor() {
        health.ready(Health.KAFKA, () -> List.of(ReasonCode.KAFKA_SILENT.because("no broker answers")));
        health.degraded("parser", () -> List.of(ReasonCode.SLOW.because("slow")));
        assertThat(health.notLive()).isEmpty();

        health.live("watchdog", () -> List.of(ReasonCode.STALLED.because("reader has made no progress")));
        assertThat(health.notLive())
                .containsExactly(ReasonCode.STALLED.because("watchdog: reader has made no progress"));
    }

    @Test
    void shouldKeepSeveralChecksOfOnePart() {
        health.ready("gateway", List::of);
        health.ready("gateway", () -> List.of(ReasonCode.ORDERS_UNREAD.because("the topic is gone")));
        health.ready("gateway", () -> List.of(ReasonCode.STOPPING.because("stopping")));
        assertThat(health.notReady())
                .extracting(Reason::code)
                .containsExactlyInAnyOrder(ReasonCode.ORDERS_UNREAD, ReasonCode.STOPPING);
        assertThat(Reason.texts(health.notReady("gateway"))).containsExactlyInAnyOrder("the topic is gone", "stopping");
        assertThat(health.notReady("other")).isEmpty();
    }
}
