package io.orderwire.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Splits lines of the three shapes into events and joins them again, without changing the bytes of events. */
record Events(String head, List<String> events) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Splits an envelope into the part before its events, and the events. */
    static Events of(String line) {
        byte[] bytes = line.getBytes(UTF_8);
        List<String> events = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(bytes)) {
            while (parser.nextToken() != JsonToken.START_ARRAY) {
                if (parser.currentToken() == null) {
                    throw new IllegalArgumentException("no envelope: " + line);
                }
            }
            int begin = (int) parser.currentLocation().getByteOffset();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                int to = (int) parser.currentLocation().getByteOffset();
                events.add(new String(bytes, from, to - from, UTF_8));
            }
            return new Events(new String(bytes, 0, begin, UTF_8), events);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    /** The lines of a shape that contain these events. */
    List<String> as(Source shape) {
        return switch (shape) {
            case PLAIN -> events;
            case STREAMING -> events.stream().map(event -> head + event + "]}").toList();
            case BY_BLOCK -> List.of(head + String.join(",", events) + "]}");
        };
    }
}
