package io.orderwire.ingestor.split;

import io.orderwire.contract.order.LineReader;
import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.split.CollectingSink.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Computes the expected events of a file by reading each line as a whole, without buffers and without offsets at which reading
 * stopped. Does not check users. Jackson checks the members after the events of an envelope, as in the product.
 */
final class SplitOracle {
    private static final String BLANKS = "[ \\t\\r]*+";
    private static final String STRING = "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"";
    private static final String SCALAR = "(?:" + STRING + "|[^ \\t\\r,\"{}\\[\\]:]++)";
    private static final Pattern ENVELOPE = marker("local_time", "\"events\":\\[");
    private static final Pattern BARE = marker("time", "\"user\":\"0x");
    private static final int HEAD = 4096;

    /** A line may become this many bytes, and eight times its length. */
    private static final int FREE = 1 << 20;

    private final Source source;
    private final int max;
    private final List<Event> events = new ArrayList<>();
    private String line = "";
    private long begin;
    private long unrolled;

    private SplitOracle(Source source, int max) {
        this.source = source;
        this.max = max;
    }

    /** An object from its first member, with members of plain values, up to the last one of its head. */
    private static Pattern marker(String first, String last) {
        String member = STRING + BLANKS + ":" + BLANKS + SCALAR;
        String members = "(?:" + BLANKS + "," + BLANKS + "(?!" + last + ")" + member + ")*+" + BLANKS + "," + BLANKS;
        return Pattern.compile("\\{\"" + first + "\":" + BLANKS + SCALAR + members + last, Pattern.DOTALL);
    }

    static List<Event> events(String file, Source source, int max) {
        SplitOracle oracle = new SplitOracle(source, max);
        for (String line : file.split("\n", -1)) {
            oracle.line = line;
            oracle.line();
            oracle.begin += line.length() + 1;
        }
        return oracle.events;
    }

    private void line() {
        List<Integer> markers = new ArrayList<>();
        Matcher matcher = (source == Source.PLAIN ? BARE : ENVELOPE).matcher(line);
        for (int from = 0; matcher.find(from); from = matcher.start() + 1) {
            if (matcher.end() - matcher.start() <= Marker.LONGEST) {
                markers.add(matcher.start());
            }
        }
        markers.add(line.length());
        unrolled = 0;
        int at = 0;
        while (at < line.length()) {
            int start = blanks(at, line.length());
            if (start == line.length()) {
                return;
            }
            int next = start + 1;
            for (int marker : markers) {
                if (marker > start) {
                    next = marker;
                    break;
                }
            }
            boolean first = at == 0 && start <= HEAD && source != Source.BY_BLOCK;
            at = part(start, next, first ? 0 : start);
        }
    }

    /** One part in {@code [start, stop)}; returns where the next one begins. */
    private int part(int start, int stop, int place) {
        int opened = line.charAt(start) == '{' ? object(start, stop, true) : -1;
        boolean envelope = opened >= 0 && line.charAt(opened - 1) == '[';
        int end = envelope && source == Source.PLAIN ? line.length() : stop;
        if (opened < 0 || opened - start > max + HEAD) {
            return garbage(start, stop, place);
        }
        if (!envelope) {
            add(start, opened, place);
            return opened;
        }
        int first = blanks(opened, end);
        if (opened - start > HEAD) {
            boolean empty =
                    first < Math.min(end, start + max + HEAD) && line.charAt(first) == ']' && !isFar(first, end);
            int closed = empty ? closed(first, end) : -1;
            return closed < 0 ? garbage(start, end, place) : closed;
        }
        boolean close = first - start <= HEAD;
        if (close && first < end && line.charAt(first) == ']' && !isFar(first, end)) {
            int closed = closed(first, end);
            return closed < 0 ? garbage(start, end, place) : closed;
        }
        if (source == Source.BY_BLOCK || !close || first < end && line.charAt(first) == ']') {
            return first == end && close ? garbage(start, end, place) : block(start, opened, end);
        }
        int after = first < end && line.charAt(first) == '{' ? container(first, end) : -1;
        if (after < 0 || after - first > max) {
            return garbage(start, end, place);
        }
        int bracket = blanks(after, end);
        int closed = bracket < end && line.charAt(bracket) == ']' && !isFar(bracket, end) ? closed(bracket, end) : -1;
        boolean alone = closed >= 0 && end == line.length() && blanks(closed, end) == end;
        if (alone && end - start <= max + HEAD) {
            events.add(new Event(line.substring(start, end), begin + place, "?", 0));
            return end;
        }
        return block(start, opened, end);
    }

    private int block(int start, int opened, int stop) {
        String head = line.substring(start, opened);
        int at = opened;
        boolean some = false;
        while (true) {
            int comma = blanks(at, stop);
            int next = comma < stop && line.charAt(comma) == ',' ? blanks(comma + 1, stop) : comma;
            if (next == stop) {
                if (!some) {
                    events.add(new Event(head, begin + start, null, 0));
                } else if (comma < stop) {
                    events.add(new Event(",", begin + comma, null, 0));
                }
                return stop;
            }
            char c = line.charAt(next);
            if (c == ']') {
                int closed = closed(next, stop);
                return closed < 0 ? garbage(next, stop, next) : closed;
            }
            int after = c == '{' ? container(next, stop) : -1;
            if (after < 0) {
                return garbage(next, stop, next);
            }
            if (after - next > max) {
                events.add(new Event(
                        line.substring(next, Math.min(after, next + HEAD)), begin + next, null, after - next));
            } else if (unrolled > FREE + 8L * read(at, comma, next)) {
                return garbage(next, stop, next);
            } else {
                Event event = new Event(head + line.substring(next, after) + "]}", begin + next, "?", 0);
                unrolled += event.line().length();
                events.add(event);
            }
            some = true;
            at = after;
        }
    }

    /** The bytes of the line before an event at {@code next}: up to the event before it, and blanks that were skipped. */
    private static int read(int at, int comma, int next) {
        return next - comma > HEAD ? next : comma - at > HEAD ? comma : at;
    }

    private int garbage(int from, int to, int place) {
        add(from, to, place);
        return to;
    }

    private void add(int from, int to, int place) {
        boolean oversized = to - from > max;
        String text = line.substring(from, oversized ? Math.min(to, from + HEAD) : to);
        events.add(new Event(text, begin + place, null, oversized ? to - from : 0));
    }

    /** Whether the end of the part is so far away that members after the events are not read as a whole. */
    private boolean isFar(int bracket, int stop) {
        int at = blanks(bracket + 1, Math.min(stop, bracket + max + HEAD));
        return stop > bracket + max + HEAD && (at == bracket + max + HEAD || line.charAt(at) == ',');
    }

    private int closed(int bracket, int stop) {
        int at = blanks(bracket + 1, stop);
        if (at < stop && line.charAt(at) == '}') {
            return at + 1;
        }
        if (at == stop || line.charAt(at) != ',') {
            return -1;
        }
        String members = "{" + line.substring(at + 1, stop);
        if (!isFar(bracket, stop)) {
            byte[] bytes = members.getBytes(StandardCharsets.ISO_8859_1);
            return new LineReader().isMembers(bytes, 0, bytes.length) ? stop : -1;
        }
        String former = line;
        line = members;
        int first = blanks(1, members.length());
        int end = first < members.length() && members.charAt(first) == '"' ? object(0, members.length(), false) : -1;
        line = former;
        return end < 0 ? -1 : at + end;
    }

    private int blanks(int from, int to) {
        int at = from;
        while (at < to && " \t\r".indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    /** The end of an object by its members, or after the bracket of its array of events; negative if there is neither. */
    private int object(int start, int stop, boolean toEvents) {
        int at = blanks(start + 1, stop);
        if (at < stop && line.charAt(at) == '}') {
            return at + 1;
        }
        while (at < stop && line.charAt(at) == '"') {
            int name = string(at, stop);
            int colon = name < 0 ? stop : blanks(name, stop);
            if (colon >= stop || line.charAt(colon) != ':') {
                return -1;
            }
            int value = blanks(colon + 1, stop);
            if (value >= stop) {
                return -1;
            }
            char c = line.charAt(value);
            if (c == '[' && line.substring(at, name).equals("\"events\"")) {
                return toEvents ? value + 1 : -1;
            }
            int end = c == '"'
                    ? string(value, stop)
                    : c == '{' || c == '[' ? container(value, stop) : literal(value, stop);
            int next = end < 0 ? stop : blanks(end, stop);
            if (next >= stop) {
                return -1;
            }
            if (line.charAt(next) == '}') {
                return next + 1;
            }
            if (line.charAt(next) != ',') {
                return -1;
            }
            at = blanks(next + 1, stop);
        }
        return -1;
    }

    private int string(int from, int stop) {
        for (int i = from + 1; i < stop; i++) {
            if (line.charAt(i) == '\\') {
                i++;
            } else if (line.charAt(i) == '"') {
                return i + 1;
            }
        }
        return -1;
    }

    private int literal(int from, int stop) {
        for (int i = from; i < stop; i++) {
            char c = line.charAt(i);
            if (",}] \t\r".indexOf(c) >= 0) {
                return i == from ? -1 : i;
            }
            if ("\"{[".indexOf(c) >= 0) {
                return -1;
            }
        }
        return -1;
    }

    private int container(int from, int stop) {
        int depth = 0;
        for (int i = from; i < stop; i++) {
            char c = line.charAt(i);
            if (c == '"') {
                int end = string(i, stop);
                if (end < 0) {
                    return -1;
                }
                i = end - 1;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        return -1;
    }

    /** The events without their users, which the oracle does not know. */
    static List<Event> withoutUsers(List<Event> found) {
        return found.stream()
                .map(event -> new Event(event.line(), event.position(), user(), event.oversized()))
                .toList();
    }

    private static @Nullable String user() {
        return null;
    }
}
