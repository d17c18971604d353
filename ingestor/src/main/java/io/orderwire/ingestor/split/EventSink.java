package io.orderwire.ingestor.split;

import org.jspecify.annotations.Nullable;

/**
 * Receives the events of a file in file order, and where lines and envelopes begin and end. Arrays are valid during the call
 * only, except the head of an envelope. During the call, the cursor is at the beginning of the event, in its envelope.
 */
public interface EventSink {
    /**
     * Receives one event as one line: {@code head}, then {@code [from, to)} of {@code bytes}, then {@code tail}.
     *
     * @param position offset of the event in the file
     * @param user the user's address in lower case, or null if none was found
     */
    void event(byte[] head, byte[] bytes, int from, int to, byte[] tail, long position, byte @Nullable [] user);

    /**
     * Receives a whole line with one event like {@link #event}, if the splitter already knows what {@link BlockNumber} finds in
     * it.
     *
     * @param events result of {@link BlockNumber#eventsFrom}
     * @param number result of {@link BlockNumber#of}
     */
    default void line(byte[] bytes, int from, int to, long position, byte @Nullable [] user, int events, long number) {
        event(Piece.NOTHING, bytes, from, to, Piece.NOTHING, position, user);
    }

    /**
     * Receives an event that is too long to be passed on.
     *
     * @param start its first bytes
     * @param length its length in bytes
     * @param position offset of the event in the file
     */
    void oversized(byte[] start, long length, long position);

    /**
     * Reports the beginning of an envelope whose events are passed one by one with this head. Not called when splitting resumes
     * within it, and not for envelopes that are passed whole.
     */
    default void envelope(byte[] head) {}

    /** Reports an envelope without events; its head is in {@code [from, to)} of {@code bytes}. */
    default void withoutEvents(byte[] bytes, int from, int to) {}

    /**
     * Reports that events may be missing here: the bytes passed last are not a whole event or line, or their envelope does not
     * end.
     */
    default void torn() {}

    /** A line ended. */
    void lineRead();

    /** Reports that the line which ends next did not have an event; called before {@link #lineRead}. */
    void emptyLine();
}
