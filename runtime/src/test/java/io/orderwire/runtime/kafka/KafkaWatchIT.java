package io.orderwire.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.testing.broker.TestBroker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KafkaWatchIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final MeterRegistry meters = new SimpleMeterRegistry();

    private KafkaWatch watch(TestBroker broker, int leastPercent) {
        return KafkaWatch.start(
                new Settings.Loader(PipelineOptions.ALL)
                        .flag("kafka.bootstrap.servers", broker.bootstrapServers())
                        .flag("disk.min.bytes", "0")
                        .flag("disk.min.percent", Integer.toString(leastPercent))
                        .load(),
                meters,
                new StallWatchdog(60_000, System::nanoTime, exit -> {}));
    }

    @Test
    void shouldLearnOfTheDisksAndOfTheSilence() {
        try (TestBroker broker = TestBroker.embedded();
                KafkaWatch watch = watch(broker, 100)) {
            await().atMost(SOON).untilAsserted(() -> assertThat(Reason.texts(watch.degraded()))
                    .singleElement()
                    .asString()
                    .matches("the disk of broker 0 of Kafka has .* of .* left"));
            assertThat(watch.notReady()).isEmpty();
            assertThat(meters.get("orderwire.kafka.disk.free.ratio").gauge().value())
                    .isBetween(0.0, 1.0);

            broker.close();
            await().atMost(SOON).untilAsserted(() -> assertThat(Reason.texts(watch.notReady()))
                    .singleElement()
                    .asString()
                    .matches("Kafka does not answer; the disk of broker 0 had .* of .* left"));
            assertThat(meters.get("orderwire.kafka.brokers.silent").gauge().value())
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldFindNothingWrongWithABrokerThatHasRoom() {
        try (TestBroker broker = TestBroker.embedded();
                KafkaWatch watch = watch(broker, 0)) {
            await().atMost(SOON)
                    .until(() -> meters.get("orderwire.kafka.disk.free.ratio")
                                    .gauge()
                                    .value()
                            < 1);
            assertThat(watch.degraded()).isEmpty();
        }
    }
}
