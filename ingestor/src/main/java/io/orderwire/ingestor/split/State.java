package io.orderwire.ingestor.split;

/**
 * The context of the next byte of a file. {@link LineSplitter} passes this byte to the reader of the state; the {@link Piece}
 * that the reader describes names the next state. After the end of a line, the next state is always {@link #LINE}.
 */
enum State {
    /** At the first byte of a line. Read by {@link PartReader}; next: any but {@link #EVENT} and {@link #TAIL}. */
    LINE,

    /**
     * Within a line, after an envelope, a bare event, garbage or skipped blanks. Read by {@link PartReader}; next: any but
     * {@link #EVENT} and {@link #TAIL}.
     */
    WITHIN_LINE,

    /**
     * Within an envelope that is unrolled: before, between or after its events. Read by {@link EnvelopeReader}; next: the
     * same state, any kind of skip, or {@link #WITHIN_LINE} after the envelope.
     */
    ENVELOPE,

    /**
     * Within an event of an envelope that is too long. Read by {@link SkipReader}; next: {@link #ENVELOPE} after the event,
     * or like {@link #GARBAGE} if it does not end.
     */
    EVENT,

    /**
     * Within the members between the events of an envelope and its closing brace. Read by {@link SkipReader}; next:
     * {@link #WITHIN_LINE} after the brace, or like {@link #GARBAGE} if they do not end with it.
     */
    TAIL,

    /** Within bytes that are not JSON or too long. Read by {@link SkipReader}; next: {@link #WITHIN_LINE} at a {@link Marker}. */
    GARBAGE,

    /**
     * Within a long run of blanks. Read by {@link SkipReader}; next: {@link #ENVELOPE} if one is open, otherwise
     * {@link #WITHIN_LINE}.
     */
    BLANKS
}
