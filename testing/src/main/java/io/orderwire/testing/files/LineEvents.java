package io.orderwire.testing.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The events of one line. An envelope is taken apart in the by-block shape, and in the others when it has several
 * events, its first being an object with a comma behind it. Each of these is judged by itself, in the envelope's head;
 * what is left when the line breaks off, or goes on with anything but an object, is one event more, and no order. Where
 * commas stand between whole events is not asked. Any other line is one event.
 */
public final class LineEvents {
    /** The head of an envelope that is taken apart is no longer than that. */
    private static final int LONGEST_HEAD = 4 * 1024;

    /** Deeper than that a line is not read, whatever of it is deep. */
    private static final int DEEPEST_LINE = 1_000;

    private static final byte[] TAIL = {']', '}'};

    /**
     * Something in the line that counts as an event.
     *
     * @param place the byte of the line that names it
     * @param from the event's first byte; of what is no order that of all that stands in its place
     * @param to the byte after its last
     * @param user the one address that it names, in lower case, or null
     * @param faults empty when it counts as an order; else why it does not, any of them
     */
    public record Found(
            int place, int from, int to, @Nullable String user, Set<String> faults) {
        /** True when it counts as an order. */
        public boolean isOrder() {
            return faults.isEmpty();
        }
    }

    private final byte[] line;
    private final boolean byBlock;
    private final List<Found> events = new ArrayList<>();

    private LineEvents(byte[] line, boolean byBlock) {
        this.line = line;
        this.byBlock = byBlock;
    }

    /** The events of a line, its line feed left out; none when it is empty, or an envelope without events. */
    public static List<Found> of(byte[] line, boolean byBlock) {
        LineEvents found = new LineEvents(line, byBlock);
        found.read();
        return found.events;
    }

    private void read() {
        int start = LineStructure.space(line, 0);
        if (start == line.length) {
            return;
        }
        int place = byBlock ? start : 0;
        int opened = line[start] == '{' ? LineStructure.eventsOf(line, start) : LineStructure.NONE;
        if (opened == LineStructure.NONE) {
            events.add(single(line, start, opened, place));
            return;
        }
        int first = LineStructure.space(line, opened);
        if (LineStructure.at(line, first, ']')) {
            if (!closes(first)) {
                events.add(single(line, start, opened, place));
            }
        } else if (opened - start > LONGEST_HEAD || !byBlock && !isFirstOfSeveral(first)) {
            events.add(single(line, start, opened, place));
        } else {
            takeApart(start, opened);
        }
    }

    private boolean isFirstOfSeveral(int first) {
        int after = LineStructure.at(line, first, '{') ? LineStructure.container(line, first) : LineStructure.NONE;
        return after != LineStructure.NONE && LineStructure.at(line, LineStructure.space(line, after), ',');
    }

    private void takeApart(int start, int opened) {
        int at = comma(LineStructure.space(line, opened));
        while (LineStructure.at(line, at, '{')) {
            int after = LineStructure.container(line, at);
            if (after == LineStructure.NONE) {
                break;
            }
            events.add(inEnvelope(start, opened, at, after));
            at = comma(LineStructure.space(line, after));
        }
        if (!closes(at)) {
            Set<String> faults = new TreeSet<>();
            faults.add(EventJudge.isUtf8(line, at, line.length) ? EventJudge.NOT_JSON : EventJudge.NOT_UTF8);
            addTooDeep(faults, line, at, line.length);
            events.add(new Found(at, at, line.length, null, faults));
        }
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
        Found found = single(alone, 0, head, 0);
        return new Found(from, from, to, found.user, found.faults);
    }

    /** True when the array closes there and the line ends well, perhaps with more members, but not of events. */
    private boolean closes(int bracket) {
        if (!LineStructure.at(line, bracket, ']')) {
            return false;
        }
        int at = LineStructure.space(line, bracket + 1);
        if (LineStructure.at(line, at, '}')) {
            return LineStructure.space(line, at + 1) == line.length;
        }
        if (!LineStructure.at(line, at, ',')) {
            return false;
        }
        byte[] members = new byte[line.length - at];
        members[0] = '{';
        System.arraycopy(line, at + 1, members, 1, members.length - 1);
        JsonNode object = EventJudge.read(members, 0, members.length);
        return object != null
                && !object.isEmpty()
                && LineStructure.depth(members, 0, members.length) <= EventJudge.MAX_DEPTH
                && MemberNodes.values(object, "events").stream().noneMatch(JsonNode::isArray);
    }

    /** The one event of a line, whose array of events, if it has one, opens before {@code opened}. */
    private static Found single(byte[] line, int start, int opened, int place) {
        int end = line.length;
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

    /** What is too deep need not be read to its end, to see whether something else is wrong. */
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
