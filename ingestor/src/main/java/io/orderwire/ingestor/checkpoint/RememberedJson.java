package io.orderwire.ingestor.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.position.HourFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON of a {@link Remembered}, a member of the checkpoint that is absent when nothing is remembered. Ranges that were
 * shed are triples of numbers.
 */
final class RememberedJson {
    static final String NAME = "remembered";

    private static final int TRIPLE = 3;

    private long first = -1;
    private long last = -1;
    private long from = -1;
    private String cause = "";
    private long restartFrom = -1;
    private final List<Remembered.Part> parts = new ArrayList<>();

    private RememberedJson() {}

    static void write(JsonGenerator json, Remembered remembered) throws IOException {
        if (remembered.equals(Remembered.NOTHING)) {
            return;
        }
        json.writeObjectFieldStart(NAME);
        json.writeNumberField("first", remembered.first());
        json.writeNumberField("last", remembered.last());
        json.writeNumberField("from", remembered.from());
        json.writeStringField("cause", remembered.cause());
        json.writeNumberField("restartFrom", remembered.restartFrom());
        json.writeArrayFieldStart("files");
        for (Remembered.Part part : remembered.parts()) {
            json.writeStartObject();
            json.writeStringField("file", part.file().toString());
            json.writeNumberField("to", part.to());
            json.writeArrayFieldStart("shed");
            for (Remembered.Shed shed : part.shed()) {
                json.writeNumber(shed.from());
                json.writeNumber(shed.to());
                json.writeNumber(shed.block());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static Remembered parse(JsonParser json) throws IOException {
        StateJson.require(json.currentToken() == JsonToken.START_OBJECT, NAME, "an object");
        RememberedJson reading = new RememberedJson();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            reading.member(name, json);
        }
        return new Remembered(
                reading.first,
                reading.last,
                reading.from,
                reading.cause,
                reading.restartFrom,
                List.copyOf(reading.parts));
    }

    private void member(String name, JsonParser json) throws IOException {
        switch (name) {
            case "first" -> first = number(name, json);
            case "last" -> last = number(name, json);
            case "from" -> from = number(name, json);
            case "restartFrom" -> restartFrom = number(name, json);
            case "cause" -> cause = text(name, json);
            case "files" -> {
                StateJson.require(json.currentToken() == JsonToken.START_ARRAY, name, "an array");
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    StateJson.require(json.currentToken() == JsonToken.START_OBJECT, name, "an array of objects");
                    parts.add(part(json));
                }
            }
            default -> json.skipChildren();
        }
    }

    private static Remembered.Part part(JsonParser json) throws IOException {
        String file = "";
        long to = -1;
        List<Long> shed = new ArrayList<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "file" -> file = text(name, json);
                case "to" -> to = number(name, json);
                case "shed" -> {
                    StateJson.require(json.currentToken() == JsonToken.START_ARRAY, name, "an array");
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        shed.add(number(name, json));
                    }
                }
                default -> json.skipChildren();
            }
        }
        StateJson.require(shed.size() % TRIPLE == 0, "shed", "triples of numbers");
        List<Remembered.Shed> ranges = new ArrayList<>();
        for (int i = 0; i < shed.size(); i += TRIPLE) {
            ranges.add(new Remembered.Shed(shed.get(i), shed.get(i + 1), shed.get(i + 2)));
        }
        return new Remembered.Part(HourFile.parse(file), to, List.copyOf(ranges));
    }

    private static String text(String name, JsonParser json) throws IOException {
        StateJson.require(json.currentToken() == JsonToken.VALUE_STRING, name, "a string");
        return json.getText();
    }

    private static long number(String name, JsonParser json) throws IOException {
        StateJson.require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, name, "an integer");
        StateJson.require(json.getLongValue() >= -1, name, "no less than -1");
        return json.getLongValue();
    }
}
