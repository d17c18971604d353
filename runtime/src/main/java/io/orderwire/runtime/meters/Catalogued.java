package io.orderwire.runtime.meters;

import com.google.errorprone.annotations.Immutable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.function.ToDoubleFunction;

/**
 * An entry of a module's catalogue, which is an enum. Creates the meters of its {@link Metric}, so that their names, units
 * and help texts cannot differ from the reference page. Values of tags come in the order of {@link Metric#tags()}.
 */
@Immutable
public interface Catalogued {
    /** The definition of the meter. */
    Metric metric();

    /** A counter that the caller increments; the one that exists, if it was registered before. */
    default Counter counter(MeterRegistry meters, String... tagValues) {
        Metric metric = of(Metric.Kind.COUNTER);
        return Counter.builder(metric.name())
                .description(metric.help())
                .baseUnit(unit(metric))
                .tags(tags(metric, tagValues))
                .register(meters);
    }

    /** Registers a counter whose value is read from {@code source} when it is asked for. */
    default <T> void counted(MeterRegistry meters, T source, ToDoubleFunction<T> count, String... tagValues) {
        Metric metric = of(Metric.Kind.COUNTER);
        // The source is reachable by its meter, as long as the meter is registered.
        FunctionCounter.builder(metric.name(), source, ignored -> count.applyAsDouble(source))
                .description(metric.help())
                .baseUnit(unit(metric))
                .tags(tags(metric, tagValues))
                .register(meters);
    }

    /** Registers a gauge whose value is read from {@code source}, which stays reachable, when it is asked for. */
    default <T> void gauge(MeterRegistry meters, T source, ToDoubleFunction<T> value, String... tagValues) {
        Metric metric = of(Metric.Kind.GAUGE);
        Gauge.builder(metric.name(), source, value)
                .description(metric.help())
                .baseUnit(unit(metric))
                .tags(tags(metric, tagValues))
                .strongReference(true)
                .register(meters);
    }

    /** Registers a gauge of a value that never changes, such as a limit. */
    default void constant(MeterRegistry meters, double value, String... tagValues) {
        gauge(meters, value, fixed -> fixed, tagValues);
    }

    /** A timer with p50 and p99. */
    default Timer timer(MeterRegistry meters, String... tagValues) {
        Metric metric = of(Metric.Kind.TIMER);
        return Timer.builder(metric.name())
                .description(metric.help())
                .tags(tags(metric, tagValues))
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    private Metric of(Metric.Kind kind) {
        Metric metric = metric();
        if (metric.kind() != kind) {
            throw new IllegalStateException(
                    metric.name() + " is a " + metric.kind().word() + ", not a " + kind.word());
        }
        return metric;
    }

    /** Null for a number of things: Micrometer appends any other unit to the name. */
    @SuppressWarnings("NullAway")
    private static String unit(Metric metric) {
        return metric.unit() == Metric.Unit.NONE ? null : metric.unit().word();
    }

    private static Tags tags(Metric metric, String... values) {
        if (values.length != metric.tags().size()) {
            throw new IllegalArgumentException(
                    metric.name() + " has the tags " + metric.tags() + ", given were " + values.length + " values");
        }
        Tags tags = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            tags = tags.and(metric.tags().get(i), values[i]);
        }
        return tags;
    }
}
