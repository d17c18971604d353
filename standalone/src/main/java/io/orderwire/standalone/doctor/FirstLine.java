package io.orderwire.standalone.doctor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.position.Source;
import io.orderwire.contract.text.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The beginning of the first line of an hour file.
 *
 * @param members scalar members of the line's object by name; others with an empty value
 * @param json whether it is the beginning of a JSON object
 */
record FirstLine(Map<String, String> members, boolean json) {
    private static final int MOST_BYTES = 64 * 1024;
    private static final Set<String> ENVELOPE = Set.of("block_number", "events");
    private static final Set<String> EVENT = Set.of("user", "status", "order");

    /** Reads it; a line may be longer than what is read of it. */
    static FirstLine of(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(MOST_BYTES);
        }
        int end = 0;
        while (end < head.length && head[end] != '\n') {
            end++;
        }
        return of(head, end);
    }

    static FirstLine of(byte[] line, int length) {
        Map<String, String> members = new HashMap<>();
        boolean json = false;
        try (JsonParser parser = Json.FACTORY.createParser(line, 0, length)) {
            json = parser.nextToken() == JsonToken.START_OBJECT;
            for (String name = json ? parser.nextFieldName() : null; name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                members.put(name, value.isScalarValue() ? parser.getText() : "");
                parser.skipChildren();
            }
        } catch (IOException cut) {
            // The line is longer than what was read, or is not JSON from here on.
            json &= !members.isEmpty();
        }
        return new FirstLine(members, json);
    }

    /** Whether a line of that source has these members. */
    boolean fits(Source source) {
        return json && members.keySet().containsAll(source == Source.PLAIN ? EVENT : ENVELOPE);
    }
}
