package io.orderwire.ingestor.model;

import io.orderwire.contract.position.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines whose events name themselves by a unique oid, and knows which text the tailer makes of each. All of it is
 * ASCII, so that a character is a byte.
 */
final class NodeEvents {
    /**
     * The event that an output's text represents.
     *
     * @param raw the bytes in the file at the event's position
     */
    record Known(long oid, String raw) {}

    /** An event that is complete in a text. */
    record Place(long oid, int offset, int length) {}

    private static final String EVENTS = "\"events\":[";
    private static final String END = "]}";
    private static final int LONGEST_HEAD = 200;
    private static final int USERS = 3;

    private final Source source;
    private final Map<String, Known> outputs = new HashMap<>();
    private final Map<Long, Integer> heads = new HashMap<>();
    private final List<String> empty = new ArrayList<>();
    private final Map<String, List<Place>> lines = new HashMap<>();
    private long oid = 100_000_000_000L;
    private long block = 1_000_000_000L;

    NodeEvents(Source source) {
        this.source = source;
    }

    /** Writes about that many events with that time; each line ends with a line feed. */
    String write(int events, String time) {
        StringBuilder text = new StringBuilder();
        if (source == Source.BY_BLOCK) {
            for (int left = events; left > 0; left -= 3) {
                text.append(block(Math.min(3, left), "", time));
            }
            if (events % 4 == 3) {
                text.append(block(0, "", time));
            }
        } else {
            for (int i = 0; i < events; i++) {
                text.append(line("", time));
            }
        }
        return text.toString();
    }

    /** Lines of exactly that length together, or null if it is too short. Numbers of equal length make equal lines. */
    @Nullable
    String ofLength(int length, String time) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int left = length - text.length();
            int shortest = single("", time).length();
            if (left < shortest) {
                return null;
            }
            int pad = left < 2 * shortest ? left - shortest : 0;
            text.append(single("x".repeat(pad), time));
        }
        return text.toString();
    }

    private String single(String pad, String time) {
        return source == Source.BY_BLOCK ? block(1, pad, time) : line(pad, time);
    }

    private String line(String pad, String time) {
        return source == Source.PLAIN ? plain(pad, time) : block(1, pad, time);
    }

    private String plain(String pad, String time) {
        String text = event(++oid, pad, time);
        outputs.put(text, new Known(oid, text));
        lines.put(text, List.of(new Place(oid, 0, text.length())));
        return text + "\n";
    }

    private String block(int events, String pad, String time) {
        block++;
        String head = head(time);
        StringBuilder text = new StringBuilder(head);
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            String event = event(++oid, pad, time);
            text.append(i == 0 ? "" : ",");
            heads.put(oid, text.length());
            boolean ofBlock = source == Source.BY_BLOCK;
            places.add(new Place(oid, ofBlock ? text.length() : 0, event.length()));
            text.append(event);
            String output = head + event + END;
            outputs.put(output, new Known(oid, ofBlock ? event : output));
        }
        text.append(END);
        if (events == 0) {
            empty.add(text.toString());
        }
        lines.put(text.toString(), places);
        return text.append('\n').toString();
    }

    private String head(String time) {
        return "{\"local_time\":\"" + time + "\",\"block_time\":\"" + time + "\",\"block_number\":" + block + ","
                + EVENTS;
    }

    private static String event(long oid, String pad, String time) {
        String user = "0x" + String.valueOf(1 + oid % USERS).repeat(40);
        return "{\"time\":\"" + time + "\",\"user\":\"" + user
                + "\",\"status\":\"open\",\"order\":{\"coin\":\"BTC\",\"oid\":" + oid + "},\"pad\":\"" + pad + "\"}";
    }

    /** The event that an output stands for, or null if it is not a whole event of one line. */
    @Nullable
    Known known(String output) {
        return outputs.get(output);
    }

    /** Whether the bytes of an output are in a file that holds that text; an event of a torn line is without its head there. */
    boolean isAt(String text, Found found) {
        int offset = (int) found.offset();
        String raw = found.raw();
        if (text.startsWith(raw, offset)) {
            return true;
        }
        int events = raw.indexOf(EVENTS);
        return source != Source.PLAIN
                && events > 0
                && raw.endsWith(END)
                && text.startsWith(raw.substring(events + EVENTS.length(), raw.length() - END.length()), offset);
    }

    /** The events of the lines that are complete in a file that holds that text, in order. */
    List<Place> complete(String text) {
        List<Place> places = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            for (Place place : lines.getOrDefault(text.substring(start, end), List.of())) {
                places.add(new Place(place.oid, start + place.offset, place.length));
            }
            start = end + 1;
        }
        return places;
    }

    /** The first byte at which the line of that event can begin. */
    long lineStart(Found found) {
        return found.offset() - (found.oid() == 0 ? LONGEST_HEAD : heads.getOrDefault(found.oid(), 0));
    }

    /** Whether those bytes may become a block without events. */
    boolean mayBeEmptyBlock(String begun) {
        return empty.stream().anyMatch(line -> line.startsWith(begun));
    }

    /** The lines that are complete in a file that holds that text. */
    static String wholeLines(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }
}
