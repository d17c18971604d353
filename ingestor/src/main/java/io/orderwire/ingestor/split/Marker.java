package io.orderwire.ingestor.split;

import io.orderwire.orders.Source;
import java.nio.charset.StandardCharsets;

/**
 * The first bytes of what a node writes in one piece: of an envelope, or of a bare event in the plain shape. After garbage
 * in a line, which is what a killed node or a power failure leaves, they show where the next whole one begins. Every real
 * event seen begins so; in a string their quotes would be escaped.
 */
final class Marker {
    private final byte[] bytes;
    private final boolean ofEnvelopes;

    Marker(Source source) {
        ofEnvelopes = source != Source.PLAIN;
        String name = ofEnvelopes ? "local_time" : "time";
        bytes = ("{\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    /** True when it stands at {@code at}. */
    boolean isAt(byte[] line, int at, int to) {
        return to - at >= bytes.length && common(line, at, to) == bytes.length;
    }

    /** True when it stands at {@code at}, and is that of an envelope, which is not an event. */
    boolean isEnvelopeAt(byte[] line, int at, int to) {
        return ofEnvelopes && isAt(line, at, to);
    }

    /** True when it may stand at {@code at}, where the bytes end too early to know. */
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

    /** Where it stands first in {@code [from, to)}; {@code to} when it does not. */
    int find(byte[] line, int from, int to) {
        for (int at = from; at < to; at++) {
            if (line[at] == '{' && isAt(line, at, to)) {
                return at;
            }
        }
        return to;
    }
}
