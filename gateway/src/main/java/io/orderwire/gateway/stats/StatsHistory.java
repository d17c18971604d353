package io.orderwire.gateway.stats;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.contract.text.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The stats of the last 15 minutes, every 5 s, so that a page that was just opened has the past ones. The percentiles
 * of ages cover 5 s each, too: together they leave no time out. At most {@value #MOST} samples of less than a kibibyte.
 * Thread-safe.
 */
final class StatsHistory {
    /** Distance between two samples. */
    static final long STEP_MS = 5_000;

    /** Samples of 15 minutes. */
    static final int MOST = 180;

    /** Does not keep the reasons, which can take hundreds of kibibytes. */
    private record Sample(
            long atMs,
            PipelineStats.Counts counts,
            long blocksMissing,
            @Nullable Long nodeLagMs,
            @Nullable Long chainAgeMs,
            PipelineDetails details,
            long clients) {
        static Sample of(PipelineStats stats, long atMs) {
            PipelineStats.Node node = stats.node();
            return new Sample(
                    atMs,
                    stats.counts(),
                    node.blocksMissing(),
                    node.seen().lagMs(),
                    node.seen().chainAgeMs(),
                    stats.details(),
                    stats.clients());
        }

        PipelineStats.Events events() {
            return counts.events();
        }

        PipelineStats.Gateway gateway() {
            return counts.gateway();
        }
    }

    @GuardedBy("this")
    private final Deque<Sample> samples = new ArrayDeque<>(MOST + 1);

    /** Takes a sample if it is time for one; to be called about once a second, with the time of a monotonic clock. */
    synchronized void look(PipelineStats stats, long nowMs) {
        Sample last = samples.peekLast();
        // Half a call's distance early rather than late, so that the samples do not drift apart.
        if (last != null && nowMs - last.atMs < STEP_MS - 500) {
            return;
        }
        samples.addLast(Sample.of(stats.withoutPartitions(), nowMs));
        if (samples.size() > MOST) {
            samples.removeFirst();
        }
    }

    /**
     * The samples as columns of equal length, the oldest first. Their times are ages, so that the reader's clock does not
     * matter.
     */
    synchronized byte[] toJson(long nowMs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 << 10);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("stepMs", STEP_MS);
            // A sample may have been taken after the caller read its clock.
            column(json, "agoMs", sample -> Math.max(0, nowMs - sample.atMs));
            column(json, "found", sample -> sample.events().found());
            column(json, "orders", sample -> sample.events().orders());
            column(json, "deadLetters", sample -> sample.events().deadLetters());
            column(json, "skippedAtIngest", sample -> sample.events().skippedAtIngest());
            column(json, "shedByParser", sample -> sample.events().shedByParser());
            column(json, "gatewaySkipped", sample -> sample.gateway().skipped());
            column(json, "droppedSlow", sample -> sample.gateway().droppedSlow());
            column(json, "blocksMissing", sample -> sample.blocksMissing);
            column(json, "nodeLagMs", sample -> sample.nodeLagMs);
            column(json, "chainAgeMs", sample -> sample.chainAgeMs);
            ages(json, "ingestor", sample -> sample.details.ingestor());
            ages(json, "parser", sample -> sample.details.parser());
            ages(json, "gateway", sample -> sample.details.gateway());
            column(json, "clients", sample -> sample.clients);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @GuardedBy("this")
    private void ages(JsonGenerator json, String role, Function<Sample, @Nullable AgePercentiles> of)
            throws IOException {
        column(json, role + "P50Ms", sample -> {
            AgePercentiles ages = of.apply(sample);
            return ages == null ? null : Long.valueOf(ages.p50());
        });
        column(json, role + "P99Ms", sample -> {
            AgePercentiles ages = of.apply(sample);
            return ages == null ? null : Long.valueOf(ages.p99());
        });
    }

    @GuardedBy("this")
    private void column(JsonGenerator json, String name, Function<Sample, @Nullable Long> value) throws IOException {
        json.writeArrayFieldStart(name);
        for (Sample sample : samples) {
            Long known = value.apply(sample);
            if (known == null) {
                json.writeNull();
            } else {
                json.writeNumber(known);
            }
        }
        json.writeEndArray();
    }
}
