package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.testing.seed.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restarted node writes blocks again, with another local time. */
class RepeatedBlocksTest {
    private static final String HOUR = "20261231/9";

    @TempDir
    private Path directory;

    private TailedFolder folder;
    private int written;

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    @ParameterizedTest
    @EnumSource(value = Source.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void shouldCountNumbersThatGoBackAndDropNothingUnasked(Source source) throws IOException {
        open(source).start("end");
        write(source, 1, 10);
        write(source, 2, 20);
        write(source, 1, 10);
        assertThat(folder.read()).hasSize(3);
        assertThat(folder.timesBack()).isEqualTo(1);
        assertThat(folder.totals().duplicates()).isZero();
    }

    @ParameterizedTest
    @EnumSource(value = Source.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void shouldDropOnlyWhatIsWrittenAgain(Source source) throws IOException {
        open(source).dropping().start("end");
        write(source, 1, 10, 10, 11);
        write(source, 2, 20);
        assertThat(folder.read()).as("equal events of one block").hasSize(4);
        write(source, 1, 10, 10, 10, 12);
        write(source, 2, 20);
        write(source, 3, 20);
        assertThat(numbers(folder.read())).containsExactly(10, 12, 20);
        assertThat(folder.totals().duplicates()).isEqualTo(3);
        assertThat(folder.totals().found()).isEqualTo(10);
        write(source, 1, 10, 12, 11);
        assertThat(folder.read()).as("a third pass").isEmpty();
    }

    @Test
    void shouldNotTakeALateEventForABlockThatIsWrittenAgain() throws IOException {
        open(Source.STREAMING).dropping().start("end");
        write(Source.STREAMING, 1, 10);
        write(Source.STREAMING, 2, 20);
        write(Source.STREAMING, 1, 11);
        write(Source.STREAMING, 2, 21, 20);
        write(Source.STREAMING, 1, 12);
        write(Source.STREAMING, 3, 30);
        assertThat(numbers(folder.read())).containsExactly(10, 20, 11, 21, 20, 12, 30);
        assertThat(folder.timesBack()).isZero();
        write(Source.STREAMING, 1, 10, 11, 12, 13);
        assertThat(numbers(folder.read())).containsExactly(13);
        assertThat(folder.timesBack()).isEqualTo(1);
    }

    @Test
    void shouldTakeABlockLineOfTheSameNumberForAnotherPass() throws IOException {
        open(Source.BY_BLOCK).dropping().start("end");
        write(Source.BY_BLOCK, 5, 1, 2);
        write(Source.BY_BLOCK, 5, 1, 2, 3);
        assertThat(numbers(folder.read())).containsExactly(1, 2, 3);
        assertThat(folder.timesBack()).isEqualTo(1);
    }

    @Test
    void shouldForgetBlocksThatAreTooOld() throws IOException {
        open(Source.STREAMING).dropping().start("end");
        for (int block = 1; block <= 10_001; block += 100) {
            write(Source.STREAMING, block, block);
        }
        assertThat(folder.read()).hasSize(101);
        write(Source.STREAMING, 1, 1);
        assertThat(numbers(folder.read())).containsExactly(1);
        assertThat(folder.reasons())
                .containsExactly("block 1 is not compared with what was written before: block 10001 is more than 10000"
                        + " blocks after it");
        write(Source.STREAMING, 101, 101);
        assertThat(folder.read()).isEmpty();
        assertThat(folder.reasons()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Source.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void shouldRecogniseBlocksThatANodeWritesAgainAfterARestartOfTheIngestor(Source source) throws IOException {
        open(source).dropping().start("end");
        writeBlocks(source, 1, 20, 220);
        assertThat(folder.read()).hasSize(20 * 220);
        folder.start("end", folder.state());
        writeBlocks(source, 16, 30, 220);
        assertThat(folder.read()).hasSize(10 * 220);
        assertThat(folder.totals().duplicates()).isEqualTo(5 * 220);
        assertThat(folder.timesBack()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(value = Source.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void shouldRecogniseAsManyBlocksAsANodeMayWriteAgain(Source source) throws IOException {
        open(source).dropping().start("end");
        writeBlocks(source, 1, 9_000, 3);
        assertThat(folder.read()).hasSize(27_000);
        writeBlocks(source, 1, 9_000, 3);
        assertThat(folder.read()).isEmpty();
        assertThat(folder.totals().duplicates()).isEqualTo(27_000);
        assertThat(folder.timesBack()).isEqualTo(1);
        folder.start("end", folder.state());
        writeBlocks(source, 1, 9_999, 3);
        assertThat(folder.read()).hasSize(999 * 3);
        assertThat(folder.totals().duplicates()).isEqualTo(54_000);
    }

    private void writeBlocks(Source source, int from, int to, int events) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int block = from; block <= to; block++) {
            int base = 10_000 * block;
            append(text, source, block, IntStream.range(base, base + events).toArray());
        }
        folder.append(HOUR, text.toString());
    }

    @Test
    void shouldNotDropEventsThatRepeatShedOnes() throws IOException {
        folder = new TailedFolder(directory, Source.STREAMING, 500);
        folder.dropping().start("end");
        write(Source.STREAMING, 1, 1);
        assertThat(folder.read()).hasSize(1);
        write(Source.STREAMING, 2, 2);
        for (int look = 0; look < 10; look++) {
            folder.look();
            folder.pass(100);
        }
        write(Source.STREAMING, 3, 3);
        assertThat(numbers(folder.read().subList(1, 2)))
                .as("newer than what was shed")
                .containsExactly(3);
        write(Source.STREAMING, 2, 2);
        assertThat(numbers(folder.read())).containsExactly(2);
        folder.start("end", folder.state());
        write(Source.STREAMING, 1, 1);
        write(Source.STREAMING, 2, 2);
        write(Source.STREAMING, 3, 3);
        assertThat(folder.read()).as("events before those that were shed").isEmpty();
        assertThat(folder.totals().duplicates()).isEqualTo(3);
    }

    /** Compares with a model that knows every block written, with restarts and failures of Kafka at random places. */
    @ParameterizedTest
    @EnumSource(value = Source.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void shouldRememberExactlyOverRestartsAndFailures(Source source) throws IOException {
        Random random = new Random(Seeds.of(RepeatedBlocksTest.class, source));
        open(source).dropping().start("end");
        Map<Integer, int[]> blocks = new HashMap<>();
        List<Integer> expected = new ArrayList<>();
        List<Integer> got = new ArrayList<>();
        int next = 1;
        long duplicates = 0;
        String hour = HOUR;
        for (int step = 0; step < 300; step++) {
            if (random.nextInt(10) == 0 && next > 5) {
                // The last block alone, event by event, does not show that it is written again: no number goes back.
                int least = source == Source.STREAMING ? 2 : 1;
                for (int again = next - least - random.nextInt(3); again < next; again++) {
                    write(hour, source, again, blocks.get(again));
                    duplicates += blocks.get(again).length;
                }
            } else {
                int[] events = random.ints(1 + random.nextInt(6), 0, 4).toArray();
                blocks.put(next, events);
                for (int event : events) {
                    expected.add(event);
                }
                write(hour, source, next++, events);
            }
            hour = step < 150 ? HOUR : "20261231/10";
            if (random.nextInt(3) == 0) {
                folder.readOnce(1 + random.nextInt(200));
                IngestorState state = folder.state();
                got.addAll(numbers(folder.drain()));
                if (random.nextBoolean()) {
                    folder.start("end", state);
                } else {
                    folder.readOnce(1 + random.nextInt(400));
                    folder.goBackTo(state);
                }
            }
        }
        got.addAll(numbers(folder.read()));
        assertThat(got).isEqualTo(expected);
        assertThat(folder.totals().duplicates()).isEqualTo(duplicates);
    }

    private TailedFolder open(Source source) {
        folder = new TailedFolder(directory, source, Long.MAX_VALUE);
        return folder;
    }

    private void write(Source source, int block, int... events) throws IOException {
        write(HOUR, source, block, events);
    }

    private void write(String hour, Source source, int block, int... events) throws IOException {
        StringBuilder text = new StringBuilder();
        append(text, source, block, events);
        folder.append(hour, text.toString());
    }

    private void append(StringBuilder text, Source source, int block, int... events) {
        for (int i = 0; i < events.length; i++) {
            boolean first = i == 0 || source == Source.STREAMING;
            text.append(first ? head(block) : ",")
                    .append("{\"n\":")
                    .append(events[i])
                    .append('}');
            text.append(source == Source.STREAMING || i == events.length - 1 ? "]}\n" : "");
        }
    }

    private String head(int block) {
        return "{\"local_time\":\"" + folder.timeAgo(written++ % 7) + "\",\"block_number\":" + block + ",\"events\":[";
    }

    private static List<Integer> numbers(List<String> lines) {
        return lines.stream()
                .map(line -> Integer.valueOf(line.substring(line.indexOf("\"n\":") + 4, line.lastIndexOf("}]}"))))
                .toList();
    }
}
