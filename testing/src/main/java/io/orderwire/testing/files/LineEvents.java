package io.orderwire.testing.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderwire.contract.position.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The events of one line. A line is a sequence of parts: whole objects, whole envelopes, and garbage between them. An
 * envelope is split into its events, unless it has one event, ends the line, and the shape is not by-block. Each of its
 * events is judged separately, with the envelope's head. Where the envelope breaks off, garbage begins, unless the next
 * envelope begins there. Garbage is one event that is not an order; it ends before the head of the next envelope or, in the
 * plain shape, the first members of the next bare event. No part contains such a beginning of another one. Commas between
 * whole events are not checked.
 */
public final class LineEvents {
    /** Longest head, in bytes, of an envelope that is split into its events. */
    private static final int LONGEST_HEAD = 4 * 1024;

    /** A part that is nested deeper is not an order, even if the event in it is not nested that deep. */
    private static final int DEEPEST_LINE = 1_000;

    private static final byte[] TAIL = {']', '}'};

    /**
     * An event, which may be garbage.
     *
     * @param place the index in the line by which the event's position is named
     * @param from the index of the event's first byte; of the whole part if no single event was found in it
     * @param to the index after the last byte
     * @param user the only address in the event, in lower case, or null
     * @param faults empty if the event is an order; else the reasons why not, any of which the product may report
     */
    public record Found(
            int place, int from, int to, @Nullable String user, Set<String> faults) {
        /** True if the event is an order. */
        public boolean isOrder() {
            return faults.isEmpty();
        }
    }

    private final byte[] whole;
    private final Source source;
    private final PartBeginnings beginnings;
    private final List<Found> events = new ArrayList<>();
    /** The line up to the beginning of the next part that can be found after garbage. */
    private byte[] line;

    private LineEvents(byte[] line, Source source) {
        this.whole = line;
        this.line = line;
        this.source = source;
        this.beginnings = new PartBeginnings(line, source);
    }

    /** The events of a line without its line feed; none if the line is blank, or has only envelopes without events. */
    public static List<Found> of(byte[] line, Source source) {
        LineEvents found = new LineEvents(line, source);
        int at = LineStructure.space(line, 0);
        int place = source == Source.BY_BLOCK ? at : 0;
        while (at < line.length) {
            found.line = Arrays.copyOf(line, found.beginnings.next(at + 1));
            at = LineStructure.space(line, found.part(at, place));
            place = at;
        }
        return found.events;
    }

    /** Adds the events of the part that begins at {@code start}; returns the index after the part. */
    private int part(int start, int place) {
        if (line[start] != '{') {
            return garbage(start, place);
        }
        int opened = LineStructure.eventsOf(line, start);
        if (opened == LineStructure.NONE) {
            int end = LineStructure.object(line, start);
            return end == LineStructure.NONE ? garbage(start, place) : one(start, opened, place, end);
        }
        if (source == Source.PLAIN) {
            // Each event of an envelope begins like a bare one.
            line = whole;
        }
        int first = LineStructure.space(line, opened);
        if (LineStructure.at(line, first, ']')) {
            int closed = closed(first);
            return closed == LineStructure.NONE ? garbage(start, place) : closed;
        }
        if (opened - start > LONGEST_HEAD) {
            return one(start, opened, place, line.length);
        }
        if (source == Source.BY_BLOCK) {
            return first == line.length ? garbage(start, place) : takeApart(start, opened);
        }
        int after = LineStructure.at(line, first, '{') ? LineStructure.container(line, first) : LineStructure.NONE;
        if (after == LineStructure.NONE) {
            return garbage(start, place);
        }
        int closed = closed(LineStructure.space(line, after));
        boolean alone = closed != LineStructure.NONE && LineStructure.space(line, closed) == whole.length;
        return alone ? one(start, opened, place, line.length) : takeApart(start, opened);
    }

    private int one(int start, int opened, int place, int end) {
        int to = LineStructure.space(line, end) == line.length ? line.length : end;
        events.add(single(line, start, opened, place, to));
        return to;
    }

    private int garbage(int start, int place) {
        events.add(single(line, start, LineStructure.NONE, place, line.length));
        return line.length;
    }

    private int takeApart(int start, int opened) {
        boolean some = false;
        int before = LineStructure.space(line, opened);
        int at = comma(before);
        while (LineStructure.at(line, at, '{')) {
            int after = LineStructure.container(line, at);
            if (after == LineStructure.NONE) {
                break;
            }
            events.add(inEnvelope(start, opened, at, after));
            some = true;
            before = LineStructure.space(line, after);
            at = comma(before);
        }
        int closed = closed(at);
        if (closed != LineStructure.NONE) {
            return closed;
        }
        if (at == line.length && before == at && some) {
            return at;
        }
        int from = at < line.length ? at : some ? before : start;
        Set<String> faults = new TreeSet<>();
        faults.add(EventJudge.isUtf8(line, from, line.length) ? EventJudge.NOT_JSON : EventJudge.NOT_UTF8);
        addTooDeep(faults, line, from, line.length);
        events.add(new Found(from, from, line.length, null, faults));
        return line.length;
    }

    private int comma(int at) {
        return LineStructure.at(line, at, ',') ? LineStructure.space(line, at + 1) : at;
    }

    private Found inEnvelope(int start, int opened, int from, int to) {
        int head = opened - start;
        byte[] alone = new byte[head + to - from + TAIL.length];
        System.arraycopy(line, start, alone, 0, head);
        System.arraycopy(line, from, alone, head, to - from);
        System.arraycopy(TAIL, 0, alone, head + to - from, TAIL.length);
        Found found = single(alone, 0, head, 0, alone.length);
        return new Found(from, from, to, found.user, found.faults);
    }

    /**
     * The index after an envelope whose array of events ends with the bracket at {@code bracket}: after its brace, or the
     * line's length if only further members, none an array of events, precede the brace; {@link LineStructure#NONE} if the
     * envelope is broken.
     */
    private int closed(int bracket) {
        if (!LineStructure.at(line, bracket, ']')) {
            return LineStructure.NONE;
        }
        int at = LineStructure.space(line, bracket + 1);
        if (LineStructure.at(line, at, '}')) {
            return at + 1;
        }
        if (!LineStructure.at(line, at, ',')) {
            return LineStructure.NONE;
        }
        byte[] members = new byte[line.length - at];
        members[0] = '{';
        System.arraycopy(line, at + 1, members, 1, members.length - 1);
        JsonNode object = EventJudge.read(members, 0, members.length);
        boolean ends = object != null
                && !object.isEmpty()
                && LineStructure.depth(members, 0, members.length) <= EventJudge.MAX_DEPTH
                && MemberNodes.values(object, "events").stream().noneMatch(JsonNode::isArray);
        return ends ? line.length : LineStructure.NONE;
    }

    /** Judges one part as a single event; {@code opened} is the index after the opening bracket of its events, if any. */
    private static Found single(byte[] line, int start, int opened, int place, int to) {
        int end = to;
        while (end > start && LineStructure.isSpace(line[end - 1])) {
            end--;
        }
        JsonNode object = EventJudge.read(line, start, end);
        if (object == null || !object.isObject()) {
            Set<String> faults = new TreeSet<>();
            faults.add(EventJudge.isUtf8(line, start, end) ? EventJudge.NOT_JSON : EventJudge.NOT_UTF8);
            addTooDeep(faults, line, start, end);
            return new Found(place, start, end, null, faults);
        }
        if (LineStructure.depth(line, start, end) > DEEPEST_LINE) {
            return new Found(place, start, end, null, Set.of(EventJudge.TOO_DEEP));
        }
        List<JsonNode> arrays = MemberNodes.values(object, "events").stream()
                .filter(JsonNode::isArray)
                .toList();
        if (arrays.isEmpty()) {
            return judged(object, line, start, end, place);
        }
        JsonNode array = arrays.get(0);
        if (arrays.size() > 1 || array.size() != 1 || !array.get(0).isObject()) {
            Set<String> faults = new TreeSet<>();
            faults.add(arrays.size() > 1 ? EventJudge.DUPLICATE_KEY : EventJudge.NOT_AN_ORDER);
            addTooDeep(faults, line, start, end);
            return new Found(place, start, end, null, faults);
        }
        int from = LineStructure.space(line, opened);
        return judged(array.get(0), line, from, LineStructure.container(line, from), place);
    }

    /** Adds {@code TOO_DEEP} if it applies, because a reader may stop at that depth and never find the other fault. */
    private static void addTooDeep(Set<String> faults, byte[] line, int from, int to) {
        if (!faults.contains(EventJudge.NOT_UTF8) && LineStructure.depth(line, from, to) > EventJudge.MAX_DEPTH) {
            faults.add(EventJudge.TOO_DEEP);
        }
    }

    private static Found judged(JsonNode event, byte[] line, int from, int to, int place) {
        String fault = EventJudge.fault(event, LineStructure.depth(line, from, to));
        return new Found(place, from, to, EventJudge.user(event), fault == null ? Set.of() : Set.of(fault));
    }
}
