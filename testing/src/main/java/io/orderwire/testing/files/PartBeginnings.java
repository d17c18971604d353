package io.orderwire.testing.files;

import io.orderwire.contract.position.Source;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the beginnings of parts that end garbage: of envelopes or, in the plain shape, of bare events. */
final class PartBeginnings {
    private static final String BLANKS = "[ \\t\\r]*+";
    private static final String STRING = "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"";
    private static final String SCALAR = "(?:" + STRING + "|[^ \\t\\r,\"{}\\[\\]:]++)" + BLANKS;
    private static final Pattern ENVELOPE = beginning("local_time", "\"events\":\\[");
    private static final Pattern BARE = beginning("time", "\"user\":\"0x");

    /** Longest beginning by which an envelope or bare event is found after garbage. */
    private static final int LONGEST_BEGINNING = 1_024;

    private final String text;
    private final Pattern beginning;

    PartBeginnings(byte[] line, Source source) {
        this.text = new String(line, StandardCharsets.ISO_8859_1);
        this.beginning = source == Source.PLAIN ? BARE : ENVELOPE;
    }

    /** An object with that first member, further members with plain values, and the first member that begins like the last. */
    private static Pattern beginning(String first, String last) {
        String member = "," + BLANKS + "(?!" + last + ")" + STRING + BLANKS + ":" + BLANKS + SCALAR;
        String object = "\\{\"" + first + "\":" + BLANKS + SCALAR + "(?:" + member + ")*+," + BLANKS + last;
        return Pattern.compile(object, Pattern.DOTALL);
    }

    /** The index of the first beginning at or after {@code from}; the line's length if there is none. */
    int next(int from) {
        Matcher matcher = beginning.matcher(text);
        for (int at = from; at <= text.length() && matcher.find(at); at = matcher.start() + 1) {
            if (matcher.end() - matcher.start() <= LONGEST_BEGINNING) {
                return matcher.start();
            }
        }
        return text.length();
    }
}
