package io.orderwire.ingestor.split;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the events that a splitter passes on, and counts its other calls. */
final class CollectingSink implements EventSink {
    record Event(String line, long position, @Nullable String user, long oversized) {}

    final List<Event> events = new ArrayList<>();
    int lines;
    int empty;
    int torn;
    int envelopes;
    int withoutEvents;

    @Override
    public void event(byte[] head, byte[] bytes, int from, int to, byte[] tail, long position, byte @Nullable [] user) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(head);
        line.write(bytes, from, to - from);
        line.writeBytes(tail);
        String name = user == null ? null : new String(user, StandardCharsets.US_ASCII);
        events.add(new Event(line.toString(StandardCharsets.ISO_8859_1), position, name, 0));
    }

    @Override
    public void oversized(byte[] start, long length, long position) {
        events.add(new Event(new String(start, StandardCharsets.ISO_8859_1), position, null, length));
    }

    @Override
    public void envelope(byte[] head) {
        envelopes++;
    }

    @Override
    public void withoutEvents(byte[] bytes, int from, int to) {
        withoutEvents++;
    }

    @Override
    public void torn() {
        torn++;
    }

    @Override
    public void lineRead() {
        lines++;
    }

    @Override
    public void emptyLine() {
        empty++;
    }
}
