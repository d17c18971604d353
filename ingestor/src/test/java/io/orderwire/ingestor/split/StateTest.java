package io.orderwire.ingestor.split;

import static io.orderwire.ingestor.split.State.BLANKS;
import static io.orderwire.ingestor.split.State.ENVELOPE;
import static io.orderwire.ingestor.split.State.EVENT;
import static io.orderwire.ingestor.split.State.GARBAGE;
import static io.orderwire.ingestor.split.State.LINE;
import static io.orderwire.ingestor.split.State.TAIL;
import static io.orderwire.ingestor.split.State.WITHIN_LINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.testing.seed.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The states of the splitter over damaged files, one piece at a time. */
class StateTest {
    private static final int MAX = 1_500;
    private static final Map<State, Set<State>> ALLOWED = Map.of(
            LINE, EnumSet.of(LINE, WITHIN_LINE, ENVELOPE, GARBAGE, BLANKS),
            WITHIN_LINE, EnumSet.of(LINE, WITHIN_LINE, ENVELOPE, GARBAGE, BLANKS),
            ENVELOPE, EnumSet.of(LINE, WITHIN_LINE, ENVELOPE, EVENT, TAIL, GARBAGE, BLANKS),
            EVENT, EnumSet.of(LINE, WITHIN_LINE, ENVELOPE, EVENT),
            TAIL, EnumSet.of(LINE, WITHIN_LINE, TAIL),
            GARBAGE, EnumSet.of(LINE, WITHIN_LINE, GARBAGE),
            BLANKS, EnumSet.of(WITHIN_LINE, ENVELOPE, BLANKS));

    @Test
    void shouldFollowTheDocumentedTransitions() {
        long seed = Seeds.of(StateTest.class);
        Map<State, Set<State>> seen = new EnumMap<>(State.class);
        for (int i = 0; i < 900; i++) {
            Source source = Source.values()[i % Source.values().length];
            String file = new DamagedLines(new Random(seed + i), source, MAX).file();
            try {
                read(file.getBytes(StandardCharsets.ISO_8859_1), source, seen);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + (seed + i) + ", " + source + ": " + e.getMessage(), e);
            }
        }
        assertThat(seen.keySet()).containsExactlyInAnyOrder(State.values());
    }

    private static void read(byte[] file, Source source, Map<State, Set<State>> seen) {
        LineSplitter splitter = new LineSplitter(source, MAX);
        byte[] buffer = new byte[splitter.minBufferBytes()];
        FileCursor cursor = new FileCursor(0);
        while (cursor.offset() < file.length) {
            State before = cursor.state();
            long offset = cursor.offset();
            long from = cursor.readOffset();
            int length = (int) Math.min(buffer.length, file.length - from);
            System.arraycopy(file, (int) from, buffer, 0, length);
            splitter.split(buffer, length, length == buffer.length, 1, cursor, new CollectingSink());
            State after = cursor.state();
            String as = before + " to " + after + " at byte " + from;

            assertThat(ALLOWED.get(before)).as(as).contains(after);
            seen.computeIfAbsent(before, state -> EnumSet.noneOf(State.class)).add(after);
            assertThat(cursor.offset()).as(as).isGreaterThanOrEqualTo(offset);
            checkCursor(cursor, as);
            assertThat(cursor.readOffset() > from || after != before).as(as).isTrue();
        }
        assertThat(cursor.state()).isEqualTo(LINE);
    }

    private static void checkCursor(FileCursor cursor, String as) {
        boolean skips = EnumSet.of(EVENT, TAIL, GARBAGE, BLANKS).contains(cursor.state());
        if (!skips) {
            assertThat(cursor.readOffset()).as(as).isEqualTo(cursor.offset());
        }
        if (cursor.state() == LINE || cursor.state() == WITHIN_LINE) {
            assertThat(cursor.head()).as(as).isNull();
        }
        if (cursor.state() == ENVELOPE || cursor.state() == EVENT || cursor.state() == TAIL) {
            assertThat(cursor.head()).as(as).isNotNull();
        }
        if (cursor.head() == null) {
            assertThat(cursor.lineStart()).as(as).isEqualTo(cursor.offset());
        } else {
            assertThat(cursor.lineStart()).as(as).isLessThan(cursor.offset());
        }
    }
}
