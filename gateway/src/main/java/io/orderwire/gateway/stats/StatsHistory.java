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
 * The stats of the last 15 minutes, every 5 s, so that a page that was just opened shows what came before. The percentiles
 * of ages are those of 5 s, too: together they leave nothing out. At most {@value #MOST}
 * samples of less than a kibibyte. Thread-safe.
 */
final class StatsHistory {
    /** Distance between two samples. */
    static final long STEP_MS = 5_000;

    /** Samples of 15 minutes. */
    static final int MOST = 180;

    private record Sample(long atMs, PipelineStats stats) {
        PipelineStats.Events events() {
            return stats.counts().events();
        }

        PipelineStats.Gateway gateway() {
            return stats.counts().gateway();
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
        samples.addLast(new Sample(nowMs, stats.withoutPartitions()));
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
            column(json, "agoMs", sample -> nowMs - sample.atMs);
            column(json, "found", sample -> sample.events().found());
            column(json, "orders", sample -> sample.events().orders());
            column(json, "deadLetters", sample -> sample.events().deadLetters());
            column(json, "skippedAtIngest", sample -> sample.events().skippedAtIngest());
            column(json, "shedByParser", sample -> sample.events().shedByParser());
            column(json, "gatewaySkipped", sample -> sample.gateway().skipped());
            column(json, "droppedSlow", sample -> sample.gateway().droppedSlow());
            column(json, "blocksMissing", sample -> sample.stats.node().blocksMissing());
            column(json, "nodeLagMs", sample -> sample.stats.node().seen().lagMs());
            column(json, "chainAgeMs", sample -> sample.stats.node().seen().chainAgeMs());
            ages(json, "ingestor", sample -> sample.stats.details().ingestor());
            ages(json, "parser", sample -> sample.stats.details().parser());
            ages(json, "gateway", sample -> sample.stats.details().gateway());
            column(json, "clients", sample -> sample.stats.clients());
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
