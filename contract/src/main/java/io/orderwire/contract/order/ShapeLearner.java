package io.orderwire.contract.order;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.text.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Learns the {@link LineShape} of a line that a JSON reader has accepted as an order. */
final class ShapeLearner {
    /** What a line is, and so where its event and its other parts are. */
    enum Layout {
        /** A line that is an event. */
        BARE,
        /** A line with one event in an array, and the node's data about the block. */
        ENVELOPE,
        /** The value of a record of orders. */
        RECORD;

        /** Whether the object that is open is the event. */
        private boolean isEvent(JsonStreamContext object) {
            JsonStreamContext parent = object.getParent();
            if (!object.inObject() || parent == null) {
                return false;
            }
            return switch (this) {
                case BARE -> parent.inRoot();
                case ENVELOPE ->
                    parent.inArray() && parent.getCurrentIndex() == 0 && isMember("events", parent.getParent());
                case RECORD -> isMember("event", parent);
            };
        }

        private static boolean isMember(String name, @Nullable JsonStreamContext line) {
            return line != null && name.equals(line.getCurrentName()) && isLine(line);
        }

        private static boolean isLine(JsonStreamContext object) {
            JsonStreamContext parent = object.getParent();
            return parent != null && parent.inRoot();
        }

        /** The part that the current value of an object or array is, or null. */
        private @Nullable Part part(JsonStreamContext at) {
            String name = at.getCurrentName();
            if (name == null) {
                return null;
            }
            JsonStreamContext parent = at.getParent();
            if (isEvent(at)) {
                return OF_EVENT.get(name);
            }
            if (parent != null && "order".equals(parent.getCurrentName()) && isEvent(parent)) {
                return OF_ORDER.get(name);
            }
            return isLine(at) ? ofLine(name) : null;
        }

        private @Nullable Part ofLine(String name) {
            return switch (this) {
                case BARE -> null;
                case ENVELOPE -> OF_ENVELOPE.get(name);
                case RECORD -> OF_RECORD.get(name);
            };
        }
    }

    private static final Map<String, Part> OF_ENVELOPE = Map.of(
            "block_number", Part.BLOCK_NUMBER,
            "block_time", Part.BLOCK_TIME,
            "local_time", Part.LOCAL_TIME);
    private static final Map<String, Part> OF_RECORD = Map.of("pos", Part.POS, "part", Part.PARTITION, "seq", Part.SEQ);
    private static final Map<String, Part> OF_EVENT =
            Map.of("user", Part.USER, "status", Part.STATUS, "time", Part.TIME);
    private static final Map<String, Part> OF_ORDER = Map.of(
            "coin", Part.COIN,
            "side", Part.SIDE,
            "limitPx", Part.LIMIT_PX,
            "sz", Part.SZ,
            "oid", Part.OID,
            "timestamp", Part.TIMESTAMP,
            "origSz", Part.ORIG_SZ,
            "cloid", Part.CLOID);

    /** Longest line from which a shape is learned, bytes; those of nodes have less than a thousand. */
    private static final int LONGEST = 8 * 1024;

    /** Most values that a shape has; lines of nodes have up to thirty. */
    private static final int MOST_VALUES = 256;

    private final byte[] bytes;
    private final int from;
    private final int to;
    private final Layout layout;
    private final ByteArrayOutputStream constants = new ByteArrayOutputStream();
    private final int[] runLengths = new int[MOST_VALUES + 1];
    private final byte[] parts = new byte[MOST_VALUES];
    private int values;
    private int runFrom;
    private int eventFromAt = -1;
    private int eventToAt = -1;
    private LineShape.@Nullable Place eventFrom;
    private LineShape.@Nullable Place eventTo;

    private ShapeLearner(byte[] bytes, int from, int to, Layout layout) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.layout = layout;
        this.runFrom = from;
    }

    /**
     * The shape of an order, or null if the line cannot have one: it is long, has a value that {@link ScalarEnd} does not accept
     * or a name with an escape, or has two members of one name in an object.
     */
    static @Nullable LineShape learn(byte[] bytes, int from, int to, Layout layout) {
        if (to - from > LONGEST) {
            return null;
        }
        for (int i = from; i < to; i++) {
            // A zero might make Jackson take the bytes for UTF-16, in which it does not know places.
            if (bytes[i] <= 0 || bytes[i] == '\\') {
                return null;
            }
        }
        try (JsonParser json = Json.FACTORY.createParser(bytes, from, to - from)) {
            // Of two members of one name, a reader may take the first or the last.
            json.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            return new ShapeLearner(bytes, from, to, layout).read(json);
        } catch (IOException expected) {
            return null;
        }
    }

    private @Nullable LineShape read(JsonParser json) throws IOException {
        JsonStreamContext eventParent = null;
        boolean ended = false;
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
            if (ended) {
                // The readers of records ignore what follows the object.
                return null;
            }
            JsonStreamContext at = json.getParsingContext();
            ended = token == JsonToken.END_OBJECT && at.inRoot();
            if (token.isScalarValue()) {
                if (!value(layout.part(at), index(json))) {
                    return null;
                }
            } else if (token == JsonToken.START_OBJECT && eventParent == null && layout.isEvent(at)) {
                eventFromAt = index(json);
                eventParent = at.getParent();
            } else if (token == JsonToken.END_OBJECT && eventToAt < 0 && eventParent == at) {
                eventToAt = index(json) + 1;
            }
        }
        endRun(to);
        if (eventFrom == null || eventTo == null) {
            return null;
        }
        return new LineShape(
                constants.toByteArray(),
                Arrays.copyOf(runLengths, values + 1),
                Arrays.copyOf(parts, values),
                eventFrom,
                eventTo);
    }

    private int index(JsonParser json) {
        return from + (int) json.currentTokenLocation().getByteOffset();
    }

    private boolean value(@Nullable Part part, int at) {
        int end = ScalarEnd.of(bytes, at, to);
        if (end == ScalarEnd.NONE || values == MOST_VALUES) {
            return false;
        }
        endRun(at);
        parts[values++] = part == null ? LineShape.OTHER : (byte) part.index();
        runFrom = end;
        return true;
    }

    private void endRun(int end) {
        runLengths[values] = end - runFrom;
        constants.write(bytes, runFrom, end - runFrom);
        if (eventFrom == null && eventFromAt >= 0) {
            eventFrom = new LineShape.Place(values, end - eventFromAt);
        }
        if (eventTo == null && eventToAt >= 0) {
            eventTo = new LineShape.Place(values, end - eventToAt);
        }
    }
}
