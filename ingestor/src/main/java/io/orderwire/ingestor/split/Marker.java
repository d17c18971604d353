package io.orderwire.ingestor.split;

import io.orderwire.orders.Source;
import java.nio.charset.StandardCharsets;

/**
 * The first bytes of an envelope, or of a bare event in the plain shape; a node writes each in one piece. After garbage in a
 * line, as a killed node or a power failure leaves it, the marker shows where the next complete one begins. All events seen
 * from real nodes begin with it; within a JSON string its quotes would be escaped.
 */
final class Marker {
    private final byte[] bytes;
    private final boolean ofEnvelopes;

    Marker(Source source) {
        ofEnvelopes = source != Source.PLAIN;
        String name = ofEnvelopes ? "local_time" : "time";
        bytes = ("{\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    /** True when the marker is at {@code at}. */
    boolean isAt(byte[] line, int at, int to) {
        return to - at >= bytes.length && common(line, at, to) == bytes.length;
    }

    /** True when the marker is at {@code at} and is that of an envelope, not of a bare event. */
    boolean isEnvelopeAt(byte[] line, int at, int to) {
        return ofEnvelopes && isAt(line, at, to);
    }

    /** True when the marker may be at {@code at}, but the bytes end before it does. */
    boolean mayBeAt(byte[] line, int at, int to) {
        return to - at < bytes.length && common(line, at, to) == to - at;
    }

    private int common(byte[] line, int at, int to) {
        int same = 0;
        while (same < bytes.length && at + same < to && line[at + same] == bytes[same]) {
            same++;
        }
        return same;
    }

    /** Where the first marker in {@code [from, to)} begins; {@code to} when there is none. */
    int find(byte[] line, int from, int to) {
        for (int at = from; at < to; at++) {
            if (line[at] == '{' && isAt(line, at, to)) {
                return at;
            }
        }
        return to;
    }
}
