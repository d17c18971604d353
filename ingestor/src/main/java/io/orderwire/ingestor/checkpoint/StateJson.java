package io.orderwire.ingestor.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.position.Sequence;
import io.orderwire.contract.text.Json;
import io.orderwire.ingestor.partition.Totals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an {@link IngestorState}. Version 1 does not have losses, and some members were added to version 2 later: a
 * member that the writer did not know has its default value. Since version 3 the settled files stand in a second value. Unknown
 * members are ignored; a known member that cannot be read makes the whole state unreadable, because a wrong position would lose
 * or repeat data.
 */
final class StateJson {
    private static final int OLDEST_VERSION = 1;
    private static final int VERSION = 3;
    private static final int FIRST_WITH_SETTLED = 3;
    private static final int LONGEST_NUMBERING = 64;

    private int version;
    private String owner = "";
    private String numbering = "";
    private Remembered remembered = Remembered.NOTHING;
    private @Nullable HourFile floor;
    private @Nullable Position replayTo;
    private final List<FileState> files = new ArrayList<>();
    private final List<Long> nextSeq = new ArrayList<>();
    private final List<Jump> jumps = new ArrayList<>();
    private BlockCounts blocks = BlockCounts.NONE;
    private SequenceState sequence = SequenceState.NONE;
    private final Map<String, Long> numbers = new HashMap<>();

    private StateJson() {}

    static byte[] write(IngestorState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeStringField("owner", state.owner());
            HourFile floor = state.floor();
            json.writeStringField("floor", floor == null ? null : floor.toString());
            json.writeArrayFieldStart("files");
            for (FileState file : state.files()) {
                if (!file.settled()) {
                    write(json, file);
                }
            }
            json.writeEndArray();
            json.writeFieldName("nextSeq");
            json.writeArray(state.nextSeq(), 0, state.nextSeq().length);
            write(json, state.totals());
            json.writeArrayFieldStart("jumps");
            for (Jump jump : state.jumps()) {
                write(json, jump);
            }
            json.writeEndArray();
            json.writeNumberField("lastBlock", state.lastBlock());
            if (!state.blocks().equals(BlockCounts.NONE)) {
                json.writeFieldName("blocks");
                state.blocks().write(json);
            }
            if (!state.sequence().equals(SequenceState.NONE)) {
                json.writeFieldName("sequence");
                state.sequence().write(json);
            }
            write(json, state.origin());
            Position replayTo = state.replayTo();
            if (replayTo != null) {
                json.writeStringField("replayTo", replayTo.toString());
            }
            RememberedJson.write(json, state.remembered());
            if (state.throughput() > 0) {
                json.writeNumberField("throughput", state.throughput());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] writeSettled(IngestorState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeArrayFieldStart("files");
            for (FileState file : state.settled()) {
                write(json, file);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, FileState file) throws IOException {
        json.writeStartObject();
        json.writeStringField("file", file.file().toString());
        json.writeNumberField("offset", file.offset());
        json.writeNumberField("lineStart", file.lineStart());
        json.writeNumberField("replayUntil", file.replayUntil());
        json.writeNumberField("seen", file.seen());
        json.writeNumberField("rememberedFrom", file.rememberedFrom());
        json.writeStringField("fingerprint", file.fingerprint());
        json.writeStringField("head", file.head());
        if (!file.segments().isEmpty()) {
            json.writeStringField("segments", file.segments());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Totals totals) throws IOException {
        json.writeNumberField("found", totals.found());
        json.writeNumberField("linesRead", totals.linesRead());
        json.writeNumberField("linesEmpty", totals.linesEmpty());
        json.writeNumberField("skipped", totals.skipped());
        json.writeNumberField("duplicates", totals.duplicates());
        json.writeNumberField("vanished", totals.vanished());
    }

    private static void write(JsonGenerator json, Origin origin) throws IOException {
        if (!origin.numbering().isEmpty()) {
            json.writeStringField("numbering", origin.numbering());
        }
        if (origin.guessed() > 0) {
            json.writeNumberField("guessed", origin.guessed());
        }
    }

    private static void write(JsonGenerator json, Jump jump) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", jump.id());
        json.writeStringField("file", jump.file().toString());
        json.writeNumberField("from", jump.from());
        json.writeNumberField("lineStart", jump.lineStart());
        json.writeNumberField("to", jump.to());
        json.writeStringField("fingerprint", jump.fingerprint());
        json.writeNumberField("fromMs", jump.fromMs());
        json.writeNumberField("toMs", jump.toMs());
        json.writeEndObject();
    }

    static IngestorState parse(byte[] bytes, byte @Nullable [] settled) {
        StateJson reading = read(bytes);
        if (settled != null) {
            StateJson other = read(settled);
            require(other.version > 0, "version of the settled files", "there");
            reading.addSettled(other.files);
        }
        return reading.state();
    }

    private static StateJson read(byte[] bytes) {
        StateJson reading = new StateJson();
        try (JsonParser json = Json.FACTORY.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not an ingestor's state: not a JSON object");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                reading.member(name, json);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not an ingestor's state: " + e.getMessage(), e);
        }
        return reading;
    }

    private void addSettled(List<FileState> settled) {
        Set<HourFile> known = files.stream().map(FileState::file).collect(Collectors.toSet());
        HourFile lowest = floor;
        for (FileState file : settled) {
            if (!known.contains(file.file()) && (lowest == null || file.file().compareTo(lowest) >= 0)) {
                files.add(file.asSettled());
            }
        }
        files.sort(Comparator.comparing(FileState::file));
    }

    private void member(String name, JsonParser json) throws IOException {
        switch (name) {
            case "version" -> version(json.getIntValue());
            case "owner" -> owner = json.getText();
            case "floor" -> floor = json.currentToken() == JsonToken.VALUE_NULL ? null : HourFile.parse(json.getText());
            case "replayTo" -> {
                require(json.currentToken() == JsonToken.VALUE_STRING, name, "a string");
                replayTo = Position.parse(json.getText());
            }
            case "files" -> objects(name, json, this::file);
            case "jumps" -> objects(name, json, this::jump);
            case "blocks" -> blocks = BlockCounts.read(json);
            case "sequence" -> sequence = SequenceState.read(json);
            case RememberedJson.NAME -> remembered = RememberedJson.parse(json);
            case "nextSeq" -> {
                require(json.currentToken() == JsonToken.START_ARRAY, name, "an array");
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    nextSeq.add(json.getLongValue());
                }
            }
            case "numbering" -> {
                require(json.currentToken() == JsonToken.VALUE_STRING, name, "a string");
                require(
                        json.getTextLength() <= LONGEST_NUMBERING,
                        name,
                        "at most " + LONGEST_NUMBERING + " characters");
                numbering = json.getText();
            }
            case "found",
                    "linesRead",
                    "linesEmpty",
                    "skipped",
                    "duplicates",
                    "vanished",
                    "lastBlock",
                    "guessed",
                    "throughput" -> {
                require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, name, "an integer");
                numbers.put(name, json.getLongValue());
                require(json.getLongValue() >= 0, name, "no less than 0");
            }
            default -> json.skipChildren();
        }
    }

    /** The first member, so that a newer version is reported as such even if its other members cannot be read. */
    private void version(int found) {
        if (found < OLDEST_VERSION || found > VERSION) {
            throw new IllegalArgumentException("an ingestor's state of version " + found + ", this ingestor reads "
                    + OLDEST_VERSION + " to " + VERSION + (found > VERSION ? ": a newer one wrote it" : ""));
        }
        version = found;
    }

    private static void objects(String name, JsonParser json, Consumer<Members> sink) throws IOException {
        require(json.currentToken() == JsonToken.START_ARRAY, name, "an array");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(json.currentToken() == JsonToken.START_OBJECT, name, "an array of objects");
            sink.accept(Members.of(json));
        }
    }

    static void require(boolean holds, String name, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("not an ingestor's state: " + name + " must be " + expected);
        }
    }

    private void file(Members file) {
        long offset = file.number("offset", 0);
        files.add(new FileState(
                HourFile.parse(file.text("file")),
                new FileState.Progress(offset, file.number("lineStart", 0), file.number("replayUntil", 0)),
                file.number("seen", offset),
                file.number("rememberedFrom", -1),
                new FileState.Hashes(file.text("fingerprint"), file.text("head"), file.text("segments")),
                false));
    }

    private void jump(Members jump) {
        jumps.add(new Jump(
                jump.text("id"),
                HourFile.parse(jump.text("file")),
                jump.number("from", 0),
                jump.number("lineStart", 0),
                jump.number("to", 0),
                jump.text("fingerprint"),
                jump.number("fromMs", 0),
                jump.number("toMs", 0)));
    }

    private long number(String name) {
        return numbers.getOrDefault(name, 0L);
    }

    private IngestorState state() {
        require(version > 0, "version", "there");
        require(
                !nextSeq.isEmpty() && nextSeq.stream().allMatch(Sequence::isPossible),
                "nextSeq",
                "numbers from 1 to 2^53 - 1");
        Totals totals = new Totals(
                number("found"),
                number("linesRead"),
                number("linesEmpty"),
                number("skipped"),
                number("duplicates"),
                number("vanished"));
        long[] sequences = nextSeq.stream().mapToLong(Long::longValue).toArray();
        if (version < FIRST_WITH_SETTLED) {
            // Of files that were gone at the next start, those versions reported only what they had seen.
            for (int i = 0; i < files.size() - 1; i++) {
                files.set(i, files.get(i).asSettled());
            }
        }
        return new IngestorState(
                owner,
                new IngestorState.Followed(floor, List.copyOf(files)),
                new IngestorState.Account(sequences, totals, List.copyOf(jumps)),
                new IngestorState.ReadBlocks(number("lastBlock"), blocks, sequence),
                new Origin(numbering, number("guessed")),
                replayTo,
                remembered,
                number("throughput"));
    }

    /** The texts and numbers of a small object. */
    private record Members(Map<String, String> texts, Map<String, Long> numbers) {
        static Members of(JsonParser json) throws IOException {
            Members members = new Members(new HashMap<>(), new HashMap<>());
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                if (token == JsonToken.VALUE_NUMBER_INT) {
                    members.numbers.put(name, json.getLongValue());
                } else {
                    members.texts.put(name, token == JsonToken.VALUE_STRING ? json.getText() : token.name());
                    json.skipChildren();
                }
            }
            return members;
        }

        String text(String name) {
            require(!numbers.containsKey(name), name, "a string");
            return texts.getOrDefault(name, "");
        }

        long number(String name, long absent) {
            require(!texts.containsKey(name), name, "an integer");
            long number = numbers.getOrDefault(name, absent);
            require(number >= Math.min(absent, 0), name, "no less than " + Math.min(absent, 0));
            return number;
        }
    }
}
