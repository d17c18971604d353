package io.orderwire.runtime.stats;

import com.fasterxml.jackson.core.JsonGenerator;
import io.orderwire.contract.text.Json;
import io.orderwire.contract.topic.Topics;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonTimes;
import io.orderwire.runtime.shed.CatchUpStats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state that a process publishes once a second, in the compacted topic {@code hyperliquid.pipeline}: JSON
 * {@code {"role","instance","at","stopped","degraded":[…],"figures":{name:integer,…}}}, {@code "ordersTopic"} if it is
 * not the default, and {@code "process"}, {@code "mode"}, {@code "catchUpMs"} if it is known, {@code "warming":[…]}
 * while the process is warming up, and {@code "node":{…}} of an ingestor, which version 0.1.0 did not write. The codes and
 * beginnings of the reasons are at the same places of {@code "degradedCauses"} and {@code "warmingCauses"}, {@code
 * [{"code","sinceMs"},…]}, which version 0.1.0 did not write and which are left out if there are none.
 *
 * @param writer the process that wrote it
 * @param atMs epoch milliseconds
 * @param stopped true in the last snapshot before an orderly stop
 * @param degraded reasons why the process is degraded, empty if it is not
 * @param figures names are in {@link StatsNames}
 * @param state state of the stage, besides {@code degraded}
 * @param node the node that an ingestor follows; null in snapshots of other roles and of earlier versions
 */
public record Snapshot(
        Writer writer,
        long atMs,
        boolean stopped,
        List<Reason> degraded,
        Map<String, Long> figures,
        StageState state,
        @Nullable NodeStats node) {

    /**
     * The process that wrote a snapshot.
     *
     * @param role {@code ingestor}, {@code parser} or {@code gateway}
     * @param instance names the process among those of its role
     * @param ordersTopic topic of orders that a parser writes or a gateway reads: processes that share it belong together;
     *     without the prefix of the installation, which the topic of the snapshots already has
     * @param process the start of the process, null if not known
     */
    public record Writer(
            String role,
            String instance,
            String ordersTopic,
            @Nullable ProcessIdentity process) {}

    /**
     * A snapshot of a process that uses the default topic of orders, or does not use one. The other properties of the process
     * are unknown.
     */
    public Snapshot(
            String role,
            String instance,
            long atMs,
            boolean stopped,
            List<Reason> degraded,
            Map<String, Long> figures) {
        this(
                new Writer(role, instance, Topics.DEFAULT.orders(), null),
                atMs,
                stopped,
                degraded,
                figures,
                StageState.UNKNOWN,
                null);
    }

    /** A copy with another topic of orders. */
    public Snapshot with(String otherOrdersTopic) {
        return by(new Writer(role(), instance(), otherOrdersTopic, process()));
    }

    /** A copy whose writer is this start of the process. */
    public Snapshot by(ProcessIdentity start) {
        return by(new Writer(role(), instance(), ordersTopic(), start));
    }

    private Snapshot by(Writer other) {
        return new Snapshot(other, atMs, stopped, degraded, figures, state, node);
    }

    /** A copy with that state of the stage. */
    public Snapshot in(StageState current) {
        return new Snapshot(writer, atMs, stopped, degraded, figures, current, node);
    }

    /** A copy in which each reason has its beginning; those of {@code times} are updated. */
    public Snapshot timed(ReasonTimes times) {
        List<Reason> all = new ArrayList<>(degraded);
        all.addAll(state.reasons());
        times.are(all, atMs);
        StageState timed = new StageState(state.warming(), times.timed(state.reasons()), state.catchUp());
        return new Snapshot(writer, atMs, stopped, times.timed(degraded), figures, timed, node);
    }

    /** A copy with those stats of the node. */
    public Snapshot of(NodeStats followed) {
        return new Snapshot(writer, atMs, stopped, degraded, figures, state, followed);
    }

    /** {@code ingestor}, {@code parser} or {@code gateway}. */
    public String role() {
        return writer.role;
    }

    /** The name of the process among those of its role. */
    public String instance() {
        return writer.instance;
    }

    /** The topic of orders that the process writes or reads, without the prefix of the installation. */
    public String ordersTopic() {
        return writer.ordersTopic;
    }

    /** The start of the process, null if not known. */
    public @Nullable ProcessIdentity process() {
        return writer.process;
    }

    /** The key in the topic: role and instance, and the topic of orders if it is not the default. */
    public String key() {
        return key(role(), instance(), ordersTopic());
    }

    /** The key of the snapshots of an instance of that role that reads or writes that topic of orders. */
    public static String key(String role, String instance, String ordersTopic) {
        return role + "/" + instance + (isUsual(ordersTopic) ? "" : "@" + ordersTopic);
    }

    private static boolean isUsual(String ordersTopic) {
        return ordersTopic.equals(Topics.DEFAULT.orders());
    }

    /** The value with that name in {@link #figures}, or {@code absent} if there is none. */
    public long figure(String name, long absent) {
        return figures.getOrDefault(name, absent);
    }

    /** The snapshot as UTF-8 JSON. */
    public byte[] toJson() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("role", role());
            json.writeStringField("instance", instance());
            if (!isUsual(ordersTopic())) {
                json.writeStringField("ordersTopic", ordersTopic());
            }
            ProcessIdentity start = process();
            if (start != null) {
                json.writeObjectFieldStart("process");
                start.write(json);
                json.writeEndObject();
            }
            json.writeNumberField("at", atMs);
            json.writeBooleanField("stopped", stopped);
            writeReasons(json, "degraded", degraded);
            if (state.warming()) {
                writeReasons(json, "warming", state.reasons());
            }
            CatchUpStats catchUp = state.catchUp();
            if (catchUp != null) {
                json.writeStringField("mode", catchUp.mode().word());
                if (catchUp.msLeft() != null) {
                    json.writeNumberField("catchUpMs", catchUp.msLeft());
                }
            }
            if (node != null) {
                json.writeObjectFieldStart("node");
                node.write(json);
                json.writeEndObject();
            }
            json.writeObjectFieldStart("figures");
            for (Map.Entry<String, Long> figure : new TreeMap<>(figures).entrySet()) {
                json.writeNumberField(figure.getKey(), figure.getValue());
            }
            json.writeEndObject();
            writeCauses(json, "degradedCauses", degraded);
            writeCauses(json, "warmingCauses", state.reasons());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeReasons(JsonGenerator json, String name, List<Reason> reasons) throws IOException {
        json.writeArrayFieldStart(name);
        for (Reason reason : reasons) {
            json.writeString(reason.text());
        }
        json.writeEndArray();
    }

    /** Beside the words and not with them, because earlier versions read an array of strings. */
    private static void writeCauses(JsonGenerator json, String name, List<Reason> reasons) throws IOException {
        if (reasons.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(name);
        for (Reason reason : reasons) {
            json.writeStartObject();
            json.writeStringField("code", reason.code().code());
            json.writeNumberField("sinceMs", reason.sinceMs());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /**
     * Reads a snapshot.
     *
     * @throws IllegalArgumentException naming the member, if the bytes are not a snapshot of this pipeline
     */
    public static Snapshot parse(byte[] bytes) {
        return SnapshotReader.read(bytes);
    }
}
