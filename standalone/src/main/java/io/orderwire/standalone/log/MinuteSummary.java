package io.orderwire.standalone.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.orderwire.gateway.stats.GatewayMeter;
import io.orderwire.ingestor.IngestorMeter;
import io.orderwire.parser.stats.ParserMeter;
import io.orderwire.runtime.meters.Catalogued;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a line each minute for each station of this JVM: its rate and its losses since the line before, and its age now. All
 * figures are those of {@code /metrics}. Used by one thread.
 */
public final class MinuteSummary {
    /** Time between two lines. */
    public static final long INTERVAL_MS = TimeUnit.MINUTES.toMillis(1);

    private static final Logger log = LoggerFactory.getLogger(MinuteSummary.class);

    /** A station, whose line is shown once it has this meter. */
    private enum Station {
        INGESTOR(IngestorMeter.EVENTS),
        PARSER(ParserMeter.ORDERS),
        GATEWAY(GatewayMeter.RECORDS);

        private final Catalogued rate;

        Station(Catalogued rate) {
            this.rate = rate;
        }
    }

    private final MeterRegistry meters;
    private final Map<Station, Long> since = new EnumMap<>(Station.class);
    private final Map<Catalogued, Double> before = new HashMap<>();

    /** A summary of the stations that register their meters in {@code meters}. */
    public MinuteSummary(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Logs the lines. */
    public void log(long nowNanos) {
        lines(nowNanos).forEach(line -> log.info("{}", line));
        RepeatLimit.takeLeftOutOfLog().forEach(line -> log.info("{}", line));
    }

    /** The lines of the stations that exist, in the order of the data. */
    List<String> lines(long nowNanos) {
        List<String> lines = new ArrayList<>();
        for (Station station : Station.values()) {
            if (meters.find(station.rate.metric().name()).meter() != null) {
                Long last = since.put(station, nowNanos);
                double seconds = last == null ? INTERVAL_MS / 1_000.0 : (nowNanos - last) / 1e9;
                long rate = Math.round(more(station.rate) / Math.max(seconds, 1e-9));
                lines.add(
                        switch (station) {
                            case INGESTOR -> ingestor(rate);
                            case PARSER -> parser(rate);
                            case GATEWAY -> gateway(rate);
                        });
            }
        }
        return lines;
    }

    private String ingestor(long rate) {
        return text(
                "ingestor: %,d events/s, age %,d ms, lag %,d bytes; lost %,d shed, %,d times bytes vanished",
                rate,
                Math.round(value(IngestorMeter.AGE) * 1_000),
                Math.round(value(IngestorMeter.LAG)),
                more(IngestorMeter.SHED),
                more(IngestorMeter.VANISHED));
    }

    private String parser(long rate) {
        return text(
                "parser: %,d orders/s, age p99 %,d ms; lost %,d shed; %,d dead letters",
                rate, p99Ms(ParserMeter.AGE), more(ParserMeter.SHED), more(ParserMeter.DEAD_LETTERS));
    }

    private String gateway(long rate) {
        return text(
                "gateway: %,d records/s, age p99 %,d ms, %,d clients; lost %,d for all, %,d for slow clients",
                rate,
                p99Ms(GatewayMeter.AGE),
                Math.round(value(GatewayMeter.CLIENTS)),
                more(GatewayMeter.SKIPPED),
                more(GatewayMeter.DROPPED_SLOW));
    }

    private static String text(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }

    /** How much a counter, with all values of its tags, has risen since the last call. */
    private long more(Catalogued counter) {
        double now = 0;
        for (Counter one : meters.find(counter.metric().name()).counters()) {
            now += one.count();
        }
        for (FunctionCounter one : meters.find(counter.metric().name()).functionCounters()) {
            now += one.count();
        }
        Double last = before.put(counter, now);
        return Math.round(now - (last == null ? 0 : last));
    }

    private double value(Catalogued gauge) {
        Gauge found = meters.find(gauge.metric().name()).gauge();
        double value = found == null ? 0 : found.value();
        return Double.isNaN(value) ? 0 : value;
    }

    private long p99Ms(Catalogued timer) {
        Timer found = meters.find(timer.metric().name()).timer();
        double ms = 0;
        if (found != null) {
            for (ValueAtPercentile one : found.takeSnapshot().percentileValues()) {
                ms = one.percentile() == 0.99 ? one.value(TimeUnit.MILLISECONDS) : ms;
            }
        }
        return Math.round(ms);
    }
}
