package io.orderwire.contract.order;

import com.fasterxml.jackson.core.JsonParser;
import io.orderwire.contract.text.Json;
import io.orderwire.contract.text.Utf8;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line of the node: a bare event, or an envelope with one. Finds the kind of the line and the positions of
 * its parts in the bytes, without copying the parts. A line is an envelope if its object has an array {@code events}.
 *
 * <p>Most lines have one of a few {@linkplain LineShapes shapes} and are read without a JSON reader. The result is the same.
 *
 * <p>Not thread-safe; its values are valid until the next line is read, provided that the bytes do not change.
 */
public final class LineReader {
    private final EventReader reader = new EventReader();
    private final Parts parts = new Parts();
    private final JsonLineReader json = new JsonLineReader(reader, parts);
    private final LineShapes shapes = new LineShapes();
    private final WordCache words = new WordCache();
    private boolean known;
    private boolean shaped;

    /**
     * Reads the line at {@code [from, to)} of {@code bytes}, without its line feed. Does not throw, whatever bytes the line
     * holds.
     */
    public ParseResult read(byte[] bytes, int from, int to) {
        int start = from;
        while (start < to && isWhitespace(bytes[start])) {
            start++;
        }
        if (readShaped(bytes, start, to)) {
            return ParseResult.ORDER;
        }
        ParseResult result = json.read(bytes, start, to);
        if (result == ParseResult.ORDER && !known && shapes.takeTurn()) {
            shapes.learn(bytes, start, to, json.layout());
        }
        return result;
    }

    /**
     * Reads the line at {@code [from, to)} if it is an order of the same shape as an earlier one that this reader has read; does not
     * use a JSON reader. The line must not begin with whitespace.
     */
    public boolean readShaped(byte[] bytes, int from, int to) {
        known = shapes.match(bytes, from, to, parts);
        shaped = known && takeUser(bytes);
        return shaped;
    }

    /**
     * Reads the line that begins at {@code from} and ends before the first line feed, like {@link #readShaped}. The line feed is not
     * searched for, because no value of a shape contains one; this reader must not have learned from a line that does.
     *
     * @return the index of the line feed, or -1 if no line of a known shape ends with one before {@code to}
     */
    public int readShapedLine(byte[] bytes, int from, int to) {
        int end = shapes.beforeLineFeed(bytes, from, to, parts);
        known = end != ScalarEnd.NONE;
        shaped = known && takeUser(bytes);
        return shaped ? end : ScalarEnd.NONE;
    }

    /**
     * Reads the bare event of a known shape that begins at {@code from}, and may be followed by other bytes; else like {@link
     * #readShaped}.
     *
     * @return the index after the event, or -1 if none of a known shape ends at or before {@code to}
     */
    public int readShapedEvent(byte[] bytes, int from, int to) {
        int end = shapes.end(bytes, from, to, parts);
        known = end != ScalarEnd.NONE;
        shaped = known && parts.from(Part.EVENT) == from && takeUser(bytes);
        return shaped ? end : ScalarEnd.NONE;
    }

    private boolean takeUser(byte[] bytes) {
        return reader.takeUser(bytes, parts.from(Part.USER) + 1, parts.to(Part.USER) - 1);
    }

    /**
     * Learns the shape of the line for which a shape was last looked for, if it is an order; passes over most lines while many are
     * of unknown shapes. The line must not begin with whitespace.
     */
    public void learn(byte[] bytes, int from, int to) {
        learn(bytes, from, to, () -> true);
    }

    /** Like {@link #learn(byte[], int, int)}, unless {@code may} is false once this reader has read the line. */
    public void learn(byte[] bytes, int from, int to, BooleanSupplier may) {
        if (!known && shapes.takeTurn() && json.read(bytes, from, to) == ParseResult.ORDER && may.getAsBoolean()) {
            shapes.learn(bytes, from, to, json.layout());
        }
    }

    /**
     * Reads an event inside an envelope only to find its user. An array of events in the event is ignored.
     *
     * @return true if the event has a valid user address
     */
    public boolean readUser(byte[] bytes, int from, int to) {
        reader.clear();
        try (JsonParser json = Json.FACTORY.createParser(bytes, from, to - from)) {
            json.nextToken();
            reader.read(json);
        } catch (IOException expected) {
            // Not an order: the parser reads the event in the same way and rejects it.
        }
        return reader.userFound();
    }

    /**
     * True if {@code [from, to)} begins with a brace and is one JSON object that has members, is not nested too deep, and
     * does not have an array {@code events}.
     */
    public boolean isMembers(byte[] bytes, int from, int to) {
        int first = from + 1;
        while (first < to && isWhitespace(bytes[first])) {
            first++;
        }
        if (first >= to || bytes[from] != '{' || bytes[first] != '"' || !Utf8.isValid(bytes, from, to)) {
            return false;
        }
        try (JsonParser json = Json.FACTORY.createParser(bytes, from, to - from)) {
            json.nextToken();
            ParseResult result = reader.read(json);
            boolean whole =
                    result != ParseResult.NOT_JSON && result != ParseResult.TOO_DEEP && json.nextToken() == null;
            return whole && !reader.eventsFound();
        } catch (IOException expected) {
            return false;
        }
    }

    private static boolean isWhitespace(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    /** True if the line that was read last had a known shape, and no JSON reader was needed. */
    boolean shaped() {
        return shaped;
    }

    /** Number of lines so far that did not have a known shape. */
    public long unusual() {
        return shapes.unusual();
    }

    /** Index of the event's own object; the line's start if the line does not have an event. */
    public int eventFrom() {
        return parts.from(Part.EVENT);
    }

    /** Index after the last byte of the event. */
    public int eventTo() {
        return parts.to(Part.EVENT);
    }

    /** True if the event has a valid user address, even if it is not an order. */
    public boolean userFound() {
        return reader.userFound();
    }

    /** The coin of the order that was read last from {@code bytes}, as the node writes it. */
    public String coin(byte[] bytes) {
        return word(bytes, Part.COIN, reader.coin());
    }

    /** The status of the order that was read last from {@code bytes}, as the node writes it. */
    public String status(byte[] bytes) {
        return word(bytes, Part.STATUS, reader.status());
    }

    private String word(byte[] bytes, Part part, @Nullable String read) {
        if (shaped) {
            return words.word(bytes, parts.from(part) + 1, parts.length(part) - 2);
        }
        if (read == null) {
            throw new IllegalStateException("no order was read");
        }
        return read;
    }

    /** The user's address in lower case, {@link Users#LENGTH} bytes; overwritten by the next line. */
    public byte[] user() {
        return reader.user();
    }

    /** Index of the number of the envelope's block; undefined if {@link #blockNumberLength()} is 0. */
    public int blockNumberFrom() {
        return parts.from(Part.BLOCK_NUMBER);
    }

    /** Number of its characters, 0 if the line does not have that number. */
    public int blockNumberLength() {
        return parts.length(Part.BLOCK_NUMBER);
    }

    int blockTimeFrom() {
        return parts.from(Part.BLOCK_TIME);
    }

    int blockTimeLength() {
        return parts.length(Part.BLOCK_TIME);
    }

    int localTimeFrom() {
        return parts.from(Part.LOCAL_TIME);
    }

    int localTimeLength() {
        return parts.length(Part.LOCAL_TIME);
    }
}
