package io.orderwire.runtime.stats;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.position.Sequence;
import io.orderwire.contract.text.Json;
import io.orderwire.contract.text.Unicode;
import io.orderwire.contract.topic.Topics;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.StageMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a {@link Snapshot}. Another process wrote it, which may have another version or may not belong to this
 * pipeline.
 */
final class SnapshotReader {
    private static final List<String> ROLES = List.of(StatsNames.INGESTOR, StatsNames.PARSER, StatsNames.GATEWAY);
    private static final int LONGEST_NAME = 512;
    private static final int MOST_BYTES = 128 * 1024;
    private static final int MOST_FIGURES = 8_192;
    private static final int MOST_REASONS = 64;
    private static final int LONGEST_REASON = 1_024;

    private SnapshotReader() {}

    /**
     * Reads a snapshot. Reasons are dropped or shortened if their number or length exceeds a bound that this pipeline's
     * processes never reach.
     *
     * @throws IllegalArgumentException naming the member, if the bytes are not a snapshot of this pipeline
     */
    static Snapshot read(byte[] bytes) {
        require(bytes.length <= MOST_BYTES, "the value", "at most " + MOST_BYTES + " bytes");
        String role = "";
        String instance = "";
        String ordersTopic = Topics.DEFAULT.orders();
        long atMs = 0;
        boolean stopped = false;
        List<String> degraded = List.of();
        List<String> warming = null;
        List<Reason> degradedCauses = List.of();
        List<Reason> warmingCauses = List.of();
        StageMode mode = null;
        Long catchUpMs = null;
        Map<String, Long> figures = new TreeMap<>();
        ProcessIdentity process = null;
        NodeStats node = null;
        try (JsonParser json = Json.FACTORY.createParser(bytes)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "the value", "an object");
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                switch (name) {
                    case "role" -> role = text(name, json);
                    case "instance" -> instance = text(name, json);
                    case "ordersTopic" -> ordersTopic = text(name, json);
                    case "process" -> process = process(json);
                    case "at" -> atMs = number(name, json, 0);
                    case "stopped" -> stopped = json.getBooleanValue();
                    case "degraded" -> degraded = reasons(name, json);
                    case "warming" -> warming = reasons(name, json);
                    case "degradedCauses" -> degradedCauses = causes(name, json);
                    case "warmingCauses" -> warmingCauses = causes(name, json);
                    case "mode" -> mode = mode(text(name, json));
                    case "catchUpMs" -> catchUpMs = number(name, json, 0);
                    case "node" -> node = NodeStats.read(json);
                    case "figures" -> readFigures(json, figures);
                    default -> json.skipChildren();
                }
            }
            require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null, "the value", "one object");
        } catch (IOException e) {
            throw new IllegalArgumentException("not a snapshot: " + e.getMessage(), e);
        }
        require(ROLES.contains(role), "role", "one of " + ROLES);
        CatchUpStats catchUp = mode == null ? null : new CatchUpStats(mode, catchUpMs);
        StageState state =
                new StageState(warming != null, warming == null ? List.of() : reasons(warming, warmingCauses), catchUp);
        Snapshot.Writer writer = new Snapshot.Writer(role, instance, ordersTopic, process);
        return new Snapshot(writer, atMs, stopped, reasons(degraded, degradedCauses), Map.copyOf(figures), state, node);
    }

    /** Null if this version does not know that mode. */
    private static @Nullable StageMode mode(String word) {
        return Arrays.stream(StageMode.values())
                .filter(mode -> mode.word().equals(word))
                .findAny()
                .orElse(null);
    }

    private static @Nullable ProcessIdentity process(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            return ProcessIdentity.read(json);
        }
        json.skipChildren();
        return null;
    }

    static void require(boolean holds, String name, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("not a snapshot: " + name + " must be " + expected);
        }
    }

    /** Replaces lone surrogates: another process shows the text in its stats, and its JSON encoder would throw on them. */
    private static String text(String name, JsonParser json) throws IOException {
        return text(name, json, LONGEST_NAME);
    }

    /** Like {@link #text(String, JsonParser)}, with another bound on the length. */
    static String text(String name, JsonParser json, int longest) throws IOException {
        require(json.currentToken() == JsonToken.VALUE_STRING, name, "a string");
        require(json.getTextLength() <= longest, name, "at most " + longest + " characters");
        return Unicode.wellFormed(json.getText());
    }

    /** An integer from {@code least} to 2^53 - 1. */
    static long number(String name, JsonParser json, long least) throws IOException {
        require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, name, "an integer");
        long number = json.getLongValue();
        require(number >= least && number <= Sequence.MAX, name, "an integer from " + least + " to 2^53 - 1");
        return number;
    }

    private static List<String> reasons(String name, JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_ARRAY, name, "an array");
        List<String> reasons = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(json.currentToken() == JsonToken.VALUE_STRING, name, "an array of strings");
            if (reasons.size() < MOST_REASONS) {
                String reason = json.getText();
                reasons.add(Unicode.wellFormed(reason.substring(0, Math.min(reason.length(), LONGEST_REASON))));
            }
        }
        return List.copyOf(reasons);
    }

    /** Causes without words; one that this version does not know, or that is not one, is {@link ReasonCode#UNKNOWN}. */
    private static List<Reason> causes(String name, JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_ARRAY, name, "an array");
        List<Reason> causes = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(json.currentToken() == JsonToken.START_OBJECT, name, "an array of objects");
            String code = "";
            long sinceMs = 0;
            for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
                json.nextToken();
                switch (member) {
                    case "code" -> code = text(member, json);
                    case "sinceMs" -> sinceMs = number(member, json, 0);
                    default -> json.skipChildren();
                }
            }
            if (causes.size() < MOST_REASONS) {
                causes.add(ReasonCode.of(code).because("").since(sinceMs));
            }
        }
        return causes;
    }

    /** Reasons in those words; an earlier version did not write causes. */
    private static List<Reason> reasons(List<String> texts, List<Reason> causes) {
        List<Reason> reasons = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            reasons.add(i < causes.size() ? causes.get(i).in(text) : ReasonCode.UNKNOWN.because(text));
        }
        return List.copyOf(reasons);
    }

    /** Counts, ages and sequences are never negative; {@link StatsNames#BASE} and figures of later versions may be. */
    private static void readFigures(JsonParser json, Map<String, Long> into) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT, "figures", "an object");
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            require(name.length() <= LONGEST_NAME, "the name of a figure", "at most " + LONGEST_NAME + " characters");
            require(into.size() < MOST_FIGURES, "figures", "at most " + MOST_FIGURES);
            into.put(Unicode.wellFormed(name), number("a figure", json, StatsNames.isCount(name) ? 0 : -Sequence.MAX));
        }
    }
}
