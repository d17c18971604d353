package io.orderwire.gateway.stats;

import com.fasterxml.jackson.core.JsonGenerator;
import io.orderwire.contract.position.Sequence;
import io.orderwire.contract.text.Json;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonTimes;
import io.orderwire.runtime.shed.StageMode;
import io.orderwire.runtime.stats.NodeStats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline's accounts, in the shape of {@code GET /stats}. Counts run since the topics were created.
 *
 * @param counts what became of the node's data
 * @param node the node, as far as the ingestor sees it
 * @param mode what each stage does about its lag
 * @param ageMs age of the oldest byte not yet handled by role, 0 when there is none, null when nobody reports it
 * @param behind what is written and not yet handled
 * @param clients connected to all gateways
 * @param condition how the pipeline is, and why
 * @param details figures by partition and of recent ages
 */
public record PipelineStats(
        Counts counts,
        Node node,
        Modes mode,
        Ages ageMs,
        Behind behind,
        long clients,
        Condition condition,
        PipelineDetails details) {
    /** How the pipeline is. */
    public enum State {
        /** A process has started a short while ago, and nothing is wrong that will not pass with its start. */
        WARMING,
        /** All is well. */
        WELL,
        /** Something is wrong. */
        DEGRADED;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The worst mode of the processes of each stage, null where none reports it. */
    public record Modes(
            @Nullable StageMode ingestor,
            @Nullable StageMode parser,
            @Nullable StageMode gateway) {}

    /**
     * What became of the node's data.
     *
     * @param events what became of each event
     * @param lines read from the node's files
     * @param gateway what gateways shed or dropped
     * @param exact false while shed events are not counted yet, and once bytes vanished unread
     */
    public record Counts(Events events, Lines lines, Gateway gateway, boolean exact) {
        private void write(JsonGenerator json) throws IOException {
            json.writeObjectFieldStart("events");
            json.writeNumberField("found", events.found);
            json.writeNumberField("skippedAtIngest", events.skippedAtIngest);
            json.writeNumberField("duplicates", events.duplicates);
            json.writeNumberField("orders", events.orders);
            json.writeNumberField("deadLetters", events.deadLetters);
            json.writeNumberField("shedByParser", events.shedByParser);
            json.writeEndObject();
            json.writeObjectFieldStart("lines");
            json.writeNumberField("read", lines.read);
            json.writeNumberField("empty", lines.empty);
            json.writeEndObject();
            json.writeObjectFieldStart("gateway");
            json.writeNumberField("skipped", gateway.skipped);
            json.writeNumberField("droppedSlow", gateway.droppedSlow);
            json.writeEndObject();
        }
    }

    /**
     * How the pipeline is.
     *
     * @param state whether something is wrong
     * @param reasons why it is degraded or still warming up; empty if its state is well
     */
    public record Condition(State state, List<Reason> reasons) {
        /** The words of the reasons for people, and beside them the causes for programs. */
        private void write(JsonGenerator json) throws IOException {
            json.writeStringField("state", state.text());
            json.writeBooleanField("degraded", state == State.DEGRADED);
            json.writeArrayFieldStart("reasons");
            for (Reason reason : reasons) {
                json.writeString(reason.text());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("causes");
            for (Reason reason : reasons) {
                json.writeStartObject();
                json.writeStringField("code", reason.code().code());
                json.writeStringField("text", reason.text());
                PipelineStats.write(json, "sinceMs", reason.sinceMs() == 0 ? null : Long.valueOf(reason.sinceMs()));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    /** {@code found = skippedAtIngest + duplicates + orders + deadLetters + shedByParser} at any quiet moment. */
    public record Events(
            long found, long skippedAtIngest, long duplicates, long orders, long deadLetters, long shedByParser) {}

    /** Lines read, and those that hold no event. */
    public record Lines(long read, long empty) {}

    /** Events skipped for all clients, and events that slow clients lost. */
    public record Gateway(long skipped, long droppedSlow) {}

    /**
     * The node.
     *
     * @param seen as the ingestor sees it in the files now
     * @param blocksMissing blocks that it certainly did not write
     * @param rewinds times that it wrote blocks again
     */
    public record Node(NodeStats seen, long blocksMissing, long rewinds) {}

    /** Milliseconds. */
    public record Ages(
            @Nullable Long ingestor,
            @Nullable Long parser,
            @Nullable Long gateway) {}

    /**
     * What is written and not yet handled.
     *
     * @param bytes before the ingestor
     * @param events between ingestor and parser
     * @param catchUpMs about how long until nothing is behind, milliseconds, 0 when nothing is, null when it does not
     *     shrink or nobody can tell
     */
    public record Behind(long bytes, long events, @Nullable Long catchUpMs) {
        /** The same in seconds, rounded up, so that it is 0 only when nothing is behind. */
        @Nullable
        Long catchUpSeconds() {
            return catchUpMs == null ? null : Long.valueOf((catchUpMs + 999) / 1_000);
        }
    }

    /** The same with an estimate of when it will have caught up. */
    PipelineStats catchingUpIn(@Nullable Long seconds) {
        Long ms = seconds == null ? null : Long.valueOf(Math.min(seconds, Sequence.MAX / 1_000) * 1_000);
        Behind estimated = new Behind(behind.bytes, behind.events, ms);
        return new PipelineStats(counts, node, mode, ageMs, estimated, clients, condition, details);
    }

    /** The same with how long its state has lasted. */
    PipelineStats lasting(Durations.Lasting known) {
        return new PipelineStats(counts, node, mode, ageMs, behind, clients, condition, details.lasting(known));
    }

    /** The same in which each reason has its beginning; {@code times} are updated at {@code nowMs}, epoch milliseconds. */
    PipelineStats timed(ReasonTimes times, long nowMs) {
        times.are(condition.reasons, nowMs);
        Condition timed = new Condition(condition.state, times.timed(condition.reasons));
        return new PipelineStats(counts, node, mode, ageMs, behind, clients, timed, details);
    }

    /** The same without the accounts of partitions, which take most of its memory. */
    PipelineStats withoutPartitions() {
        return new PipelineStats(counts, node, mode, ageMs, behind, clients, condition, details.withoutPartitions());
    }

    /** As UTF-8 JSON. */
    public byte[] toJson() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            counts.write(json);
            json.writeObjectFieldStart("node");
            node.seen.write(json);
            json.writeNumberField("blocksMissing", node.blocksMissing);
            json.writeNumberField("rewinds", node.rewinds);
            json.writeEndObject();
            json.writeObjectFieldStart("mode");
            write(json, "ingestor", mode.ingestor);
            write(json, "parser", mode.parser);
            write(json, "gateway", mode.gateway);
            json.writeEndObject();
            json.writeObjectFieldStart("ageMs");
            write(json, "ingestor", ageMs.ingestor);
            write(json, "parser", ageMs.parser);
            write(json, "gateway", ageMs.gateway);
            json.writeEndObject();
            json.writeObjectFieldStart("behind");
            json.writeNumberField("bytes", behind.bytes);
            json.writeNumberField("events", behind.events);
            write(json, "catchUpSeconds", behind.catchUpSeconds());
            write(json, "catchUpMs", behind.catchUpMs);
            json.writeEndObject();
            json.writeNumberField("clients", clients);
            condition.write(json);
            json.writeBooleanField("exact", counts.exact);
            details.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, String name, @Nullable StageMode mode) throws IOException {
        if (mode == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, mode.word());
        }
    }

    static void write(JsonGenerator json, String name, @Nullable Long number) throws IOException {
        if (number == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, number);
        }
    }
}
