package io.orderwire.runtime.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.orderwire.runtime.meters.Metric.Unit;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CataloguedTest {
    private enum Sample implements Catalogued {
        EVENTS(Metric.counter("test.events", "Events, by partition", "partition")),
        TIME(Metric.counter("test.time", "Time that they took").in(Unit.SECONDS)),
        SIZE(Metric.counter("test.size.bytes", "Bytes of them").in(Unit.BYTES)),
        QUEUE(Metric.gauge("test.queue", "Bytes that wait").in(Unit.BYTES)),
        FILL(Metric.gauge("test.fill.ratio", "How full it is").in(Unit.RATIO)),
        COUNT(Metric.gauge("test.open", "How many are open")),
        AGE(Metric.timer("test.age", "How old they are"));

        private final Metric metric;

        Sample(Metric metric) {
            this.metric = metric;
        }

        @Override
        public Metric metric() {
            return metric;
        }
    }

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void shouldExposeEachMeterByTheNameAndHelpOfTheReferencePage() {
        Sample.EVENTS.counter(meters, "3").increment(5);
        Sample.TIME.counted(meters, new AtomicLong(7), AtomicLong::get);
        Sample.SIZE.counter(meters).increment(9);
        Sample.QUEUE.constant(meters, 11);
        Sample.FILL.constant(meters, 0.5);
        Sample.COUNT.constant(meters, 13);
        Sample.AGE.timer(meters).record(1_500, TimeUnit.MILLISECONDS);

        String page = meters.scrape();

        for (Sample one : Sample.values()) {
            assertThat(page)
                    .contains("# HELP " + one.metric().prometheusName() + " "
                            + one.metric().help() + "\n");
        }
        assertThat(page)
                .contains("\n" + Sample.EVENTS.metric().prometheusName() + "{partition=\"3\"} 5.0\n")
                .contains("\ntest_time_seconds_total 7.0\n")
                .contains("\ntest_size_bytes_total 9.0\n")
                .contains("\ntest_age_seconds_sum 1.5\n")
                .contains("\ntest_age_seconds{quantile=\"0.99\"} 1.");
    }

    @Test
    void shouldKeepTheSourceOfAFigure() {
        WeakReference<AtomicLong> counted = new WeakReference<>(new AtomicLong(7));
        WeakReference<AtomicLong> shown = new WeakReference<>(new AtomicLong(8));
        Sample.TIME.counted(meters, counted.get(), AtomicLong::get);
        Sample.QUEUE.gauge(meters, shown.get(), AtomicLong::get);
        System.gc();

        assertThat(meters.get("test.time").functionCounter().count()).isEqualTo(7);
        assertThat(meters.get("test.queue").gauge().value()).isEqualTo(8);
    }

    @Test
    void shouldRefuseAMeterOfAnotherKindOrWithOtherTags() {
        assertThatThrownBy(() -> Sample.QUEUE.counter(meters))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("test.queue is a gauge, not a counter");
        assertThatThrownBy(() -> Sample.EVENTS.counter(meters))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[partition]");
    }
}
