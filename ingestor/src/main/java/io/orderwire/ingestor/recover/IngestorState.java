package io.orderwire.ingestor.recover;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.ingestor.partition.Totals;
import io.orderwire.orders.HourFile;
import io.orderwire.orders.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that an ingestor knows, written in each of its transactions to the compacted topic {@code hyperliquid.ingestor}:
 * positions count for its own source, sequences and totals for all.
 *
 * @param owner the process that wrote it, another one at each start
 * @param floor hour files before it are not looked at
 * @param files the newest hour files and how far each has been read, in order
 * @param nextSeq next sequence of each partition
 * @param totals counts since the topics were created
 */
@SuppressWarnings("ArrayRecordComponent") // written and read, never compared
public record IngestorState(
        String owner, @Nullable HourFile floor, List<FileState> files, long[] nextSeq, Totals totals) {

    private static final int VERSION = 1;

    /** The first state ever: nothing read, sequences from 1. */
    public static IngestorState first(String owner, int partitions) {
        long[] nextSeq = new long[partitions];
        Arrays.fill(nextSeq, 1);
        return new IngestorState(owner, null, List.of(), nextSeq, Totals.NONE);
    }

    /** As UTF-8 JSON. */
    public byte[] toJson() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeStringField("owner", owner);
            json.writeStringField("floor", floor == null ? null : floor.toString());
            json.writeArrayFieldStart("files");
            for (FileState file : files) {
                json.writeStartObject();
                json.writeStringField("file", file.file().toString());
                json.writeNumberField("offset", file.offset());
                json.writeNumberField("lineStart", file.lineStart());
                json.writeNumberField("replayUntil", file.replayUntil());
                json.writeStringField("fingerprint", file.fingerprint());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeFieldName("nextSeq");
            json.writeArray(nextSeq, 0, nextSeq.length);
            json.writeNumberField("found", totals.found());
            json.writeNumberField("linesRead", totals.linesRead());
            json.writeNumberField("linesEmpty", totals.linesEmpty());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a state back.
     *
     * @throws IllegalArgumentException when it is none that this version knows
     */
    public static IngestorState parse(byte[] bytes) {
        Reading reading = new Reading();
        try (JsonParser json = Json.FACTORY.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not an ingestor's state");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                reading.member(name, json);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not an ingestor's state: " + e.getMessage(), e);
        }
        return reading.state();
    }

    private static final class Reading {
        private int version;
        private String owner = "";
        private @Nullable HourFile floor;
        private final List<FileState> files = new ArrayList<>();
        private final List<Long> nextSeq = new ArrayList<>();
        private long found;
        private long linesRead;
        private long linesEmpty;

        void member(String name, JsonParser json) throws IOException {
            switch (name) {
                case "version" -> version = json.getIntValue();
                case "owner" -> owner = json.getText();
                case "floor" ->
                    floor = json.currentToken() == JsonToken.VALUE_NULL ? null : HourFile.parse(json.getText());
                case "files" -> files(json);
                case "nextSeq" -> {
                    while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                        nextSeq.add(json.getLongValue());
                    }
                }
                case "found" -> found = json.getLongValue();
                case "linesRead" -> linesRead = json.getLongValue();
                case "linesEmpty" -> linesEmpty = json.getLongValue();
                default -> json.skipChildren();
            }
        }

        private void files(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.START_OBJECT) {
                HourFile file = null;
                long offset = 0;
                long lineStart = 0;
                long replayUntil = 0;
                String fingerprint = "";
                for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    json.nextToken();
                    switch (name) {
                        case "file" -> file = HourFile.parse(json.getText());
                        case "offset" -> offset = json.getLongValue();
                        case "lineStart" -> lineStart = json.getLongValue();
                        case "replayUntil" -> replayUntil = json.getLongValue();
                        case "fingerprint" -> fingerprint = json.getText();
                        default -> json.skipChildren();
                    }
                }
                if (file != null) {
                    files.add(new FileState(file, offset, lineStart, replayUntil, fingerprint));
                }
            }
        }

        IngestorState state() {
            if (version != VERSION || nextSeq.isEmpty()) {
                throw new IllegalArgumentException("not an ingestor's state of version " + VERSION);
            }
            return new IngestorState(
                    owner,
                    floor,
                    List.copyOf(files),
                    nextSeq.stream().mapToLong(Long::longValue).toArray(),
                    new Totals(found, linesRead, linesEmpty));
        }
    }
}
