package io.orderwire.ingestor.tail;

/**
 * Bytes of a file that are not in Kafka.
 *
 * @param bytes number of bytes
 * @param ageMs age of the oldest of them, milliseconds, 0 if there is none
 * @param liveAgeMs like {@code ageMs}, but -1 if there is no byte, or if a start position requested the oldest one
 */
record Lag(long bytes, long ageMs, long liveAgeMs) {
    static final Lag NONE = new Lag(0, 0, -1);

    static Lag of(long bytes, long ageMs, boolean replay) {
        return new Lag(bytes, ageMs, replay ? -1 : ageMs);
    }

    /** The lag of both files together. */
    Lag plus(Lag other) {
        return new Lag(bytes + other.bytes, Math.max(ageMs, other.ageMs), Math.max(liveAgeMs, other.liveAgeMs));
    }
}
