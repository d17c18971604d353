package io.orderwire.testing.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in one line. Read as Latin-1, so that a character is a byte and Jackson's offsets are the file's; JSON's
 * own characters are ASCII, and whether the rest is UTF-8 is asked apart.
 */
final class LineEvents {
    /**
     * Something in the line that counts as an event.
     *
     * @param from its first byte in the line
     * @param to the byte after its last
     * @param shape what its object holds; null when it is no JSON object, or not a whole one
     */
    record Found(int from, int to, @Nullable EventShape shape) {
        boolean isOrder(byte[] line) {
            return shape != null && shape.isOrder() && isUtf8(line, from, to);
        }

        @Nullable
        String user() {
            return shape == null ? null : shape.user();
        }
    }

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] line;
    private final EventShape self = new EventShape();
    private final List<Found> events = new ArrayList<>();
    private int arrays;
    private int objectFrom;
    private int objectTo;
    private int consumed;
    private boolean whole;

    private LineEvents(byte[] line) {
        this.line = line;
    }

    /** Reads a line without its line feed. */
    static LineEvents read(byte[] line) {
        LineEvents found = new LineEvents(line);
        try (JsonParser json = JSON.createParser(new String(line, StandardCharsets.ISO_8859_1))) {
            found.whole = found.readObject(json);
        } catch (IOException expected) {
            found.whole = false;
        }
        return found;
    }

    private boolean readObject(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        objectFrom = (int) json.currentTokenLocation().getCharOffset();
        if (line[objectFrom] != '{') {
            return false;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            boolean named = json.currentName().equals("events");
            if (named && json.nextToken() == JsonToken.START_ARRAY) {
                arrays++;
                readEvents(json);
            } else if (named) {
                json.skipChildren();
            } else {
                self.member(json);
            }
        }
        objectTo = end(json);
        return json.nextToken() == null;
    }

    private void readEvents(JsonParser json) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            int from = (int) json.currentTokenLocation().getCharOffset();
            consumed = from;
            EventShape shape = null;
            if (json.currentToken() == JsonToken.START_OBJECT) {
                shape = new EventShape();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    shape.member(json);
                }
            } else {
                json.skipChildren();
            }
            // A number or a word is only known to end where it ends.
            json.finishToken();
            consumed = end(json);
            events.add(new Found(from, consumed, shape));
        }
    }

    private static int end(JsonParser json) {
        return (int) json.currentLocation().getCharOffset();
    }

    /** True when the line holds no event: whitespace only, or one envelope with none. */
    boolean isEmpty() {
        return isBlank() || (whole && arrays == 1 && events.isEmpty());
    }

    private boolean isBlank() {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    /** The one event of a line that is not empty: its own object, or the envelope's only one. */
    Found single() {
        if (!whole || !isUtf8(line, 0, line.length)) {
            return new Found(0, line.length, null);
        }
        if (arrays == 0) {
            return new Found(objectFrom, objectTo, self);
        }
        return arrays == 1 && events.size() == 1 ? events.get(0) : new Found(0, line.length, null);
    }

    /** All events of a block; if the line breaks off or goes wrong, those before that and one for the rest. */
    List<Found> block() {
        if (whole && arrays == 0) {
            return List.of(new Found(objectFrom, objectTo, self));
        }
        List<Found> found = new ArrayList<>(events);
        if (!whole) {
            found.add(new Found(consumed, line.length, null));
        }
        return found;
    }

    private static boolean isUtf8(byte[] bytes, int from, int to) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
            return true;
        } catch (CharacterCodingException expected) {
            return false;
        }
    }
}
