package io.orderwire.ingestor.split;

import org.jspecify.annotations.Nullable;

/** Takes what a file's bytes turn out to hold, in file order. What is passed is valid during the call only. */
public interface EventSink {
    /**
     * One event, as one line: {@code head}, then {@code [from, to)} of {@code bytes}, then {@code tail}.
     *
     * @param position byte in the file where the event stands
     * @param user its user's address in lower case, or null when none was found
     */
    void event(byte[] head, byte[] bytes, int from, int to, byte[] tail, long position, byte @Nullable [] user);

    /**
     * An event that is too long.
     *
     * @param start its first bytes
     * @param length how long it is, bytes
     */
    void oversized(byte[] start, long length, long position);

    /**
     * An envelope begins whose events are passed one by one, with this head; not called when splitting resumes within it.
     * Envelopes of one event that are passed whole are not announced.
     */
    default void envelope(byte[] head) {}

    /** An envelope without events, whose head is in {@code [from, to)} of {@code bytes}. */
    default void withoutEvents(byte[] bytes, int from, int to) {}

    /** The bytes passed last are not a whole event or line, or their envelope does not end: events may be missing here. */
    default void torn() {}

    /** The end of a line was passed. */
    void lineRead();

    /** The line that was passed held no event. */
    void emptyLine();
}
