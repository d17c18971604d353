package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.testing.seed.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clocks of this host and of the node's host differ, or are changed during the run; the bound of age is 500 ms. */
class ClockTest {
    private static final String HOUR = "20261231/9";
    private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");
    private static final long[] STEPS = {0, 600_000, -600_000, 3_600_000, -3_600_000};

    @TempDir
    private Path directory;

    private TailedFolder folder;

    @BeforeEach
    void open() {
        folder = new TailedFolder(directory, Source.STREAMING, 500);
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {600_000, -600_000, 3_600_000, -3_600_000})
    void shouldReadTheNewestAfterARestartWhateverTheClocksSay(long nodeAheadMs) throws IOException {
        IngestorState state = folder.nodeAhead(nodeAheadMs).startAndReadOneLine(HOUR);
        folder.pass(60_000);
        folder.append(HOUR, line(1) + line(2));
        folder.start("end", state);
        assertThat(numbers(folder.read())).containsExactly(1, 2);
        assertThat(folder.gaps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {600_000, -600_000, 3_600_000, -3_600_000})
    void shouldShedTheOldestAfterARestartWhateverTheClocksSay(long nodeAheadMs) throws IOException {
        IngestorState state = folder.nodeAhead(nodeAheadMs).startAndReadOneLine(HOUR);
        for (int n = 1; n < 10; n++) {
            folder.pass(60_000);
            folder.append(HOUR, line(n));
        }
        folder.start("end", state);
        assertThat(numbers(folder.read())).containsExactly(9);
    }

    @ParameterizedTest
    @ValueSource(longs = {600_000, -600_000, 3_600_000, -3_600_000})
    void shouldNotShedBecauseTheClockIsSet(long byMs) throws IOException {
        folder.start("end");
        for (int n = 0; n < 40; n++) {
            folder.set(n / 10 % 2 == 0 ? 0 : byMs);
            folder.append(HOUR, line(n));
            assertThat(numbers(folder.read())).containsExactly(n);
        }
        assertThat(folder.gaps()).isEmpty();
    }

    /** For a while, Kafka did not accept records and the node did not write lines. */
    @Test
    void shouldReadTheNewestHoweverLongItHasWaited() throws IOException {
        folder.startAndReadOneLine(HOUR);
        folder.append(HOUR, line(1) + line(2));
        lookForMs(10_000);
        assertThat(numbers(folder.read())).containsExactly(1, 2);
        assertThat(folder.gaps()).isEmpty();
    }

    /** The newest line was written in two parts, a long time apart. */
    @Test
    void shouldLeaveTheLastWholeLineThatIsThere() throws IOException {
        folder.startAndReadOneLine(HOUR);
        String last = line(3);
        folder.append(HOUR, line(1) + line(2) + last.substring(0, 20));
        lookForMs(2_000);
        folder.append(HOUR, last.substring(20));
        List<String> records = folder.read();
        assertThat(numbers(records)).containsExactly(3);
        assertThat(records.get(0)).startsWith("age ");
    }

    @ParameterizedTest
    @ValueSource(longs = {600_000, -600_000, 7_200_000, -7_200_000})
    void shouldReportHowTheNodesClockDiffers(long nodeAheadMs) throws IOException {
        folder.nodeAhead(nodeAheadMs).start("end");
        Set<String> reasons = new LinkedHashSet<>();
        for (int n = 0; n < 20; n++) {
            folder.append(HOUR, line(n));
            folder.read();
            folder.pass(700);
            reasons.addAll(folder.skew());
        }
        assertThat(reasons)
                .containsExactly("its clock is " + Math.abs(nodeAheadMs) / 1_000 + " s "
                        + (nodeAheadMs > 0 ? "behind" : "ahead of") + " the node's");
    }

    /** The times in lines that were recorded on another day do not show a skew. */
    @Test
    void shouldNotTakeRecordedLinesForASkew() throws IOException {
        folder.nodeAhead(-30L * 86_400_000).start("end");
        for (int n = 0; n < 20; n++) {
            folder.append(HOUR, line(n));
            folder.read();
            folder.pass(700);
            assertThat(folder.skew()).isEmpty();
        }
    }

    /**
     * The node writes at random, the tailer pauses and restarts at random, and the clocks are changed at random. The model
     * has its own clock and so knows when each line was written. The newest line is always read, and a line is shed only if
     * it is older than half the bound, or was written while the tailer was down.
     */
    @Test
    void shouldShedOnlyOldLinesForNewerOnesWhateverTheClocksDo() throws IOException {
        long seed = Seeds.of(ClockTest.class);
        Random random = new Random(seed);
        folder.start("end");
        Map<Integer, Long> writtenMs = new HashMap<>();
        Set<Integer> cameWhileDown = new HashSet<>();
        List<Integer> got = new ArrayList<>();
        long modelMs = 0;
        int next = 0;
        int seenUpTo = 0;
        long shed = 0;
        for (int step = 0; step < 600; step++) {
            String at = "seed " + seed + ", step " + step;
            if (random.nextInt(20) == 0) {
                folder.nodeAhead(STEPS[random.nextInt(STEPS.length)]);
            }
            if (random.nextInt(20) == 0) {
                folder.set(STEPS[random.nextInt(STEPS.length)]);
            }
            for (int lines = random.nextInt(3); lines > 0; lines--) {
                writtenMs.put(next, modelMs);
                folder.append(HOUR, line(next++));
            }
            boolean restarts = random.nextInt(25) == 0;
            int passes = random.nextInt(100);
            if (restarts) {
                IngestorState state = folder.state();
                folder.start("end", state);
                for (int n = seenUpTo; n < next; n++) {
                    cameWhileDown.add(n);
                }
            } else {
                folder.look();
            }
            seenUpTo = next;
            folder.pass(passes);
            modelMs += passes;
            if (random.nextInt(6) == 0) {
                modelMs += 300;
                List<String> records = folder.read();
                shed += records.stream().filter(line -> line.startsWith("age ")).count();
                List<Integer> read = numbers(records);
                int first = got.isEmpty() ? 0 : got.get(got.size() - 1) + 1;
                got.addAll(read);
                int last = got.isEmpty() ? -1 : got.get(got.size() - 1);
                assertThat(last).as(at + ": the newest is read").isEqualTo(next - 1);
                for (int n = first; n < next; n++) {
                    if (!read.contains(n) && !cameWhileDown.contains(n)) {
                        assertThat(modelMs - writtenMs.get(n))
                                .as(at + ": age of line " + n + " that was shed")
                                .isGreaterThan(250);
                    }
                }
            }
        }
        assertThat(got).as("seed " + seed).doesNotHaveDuplicates().isSorted();
        assertThat(shed).as("seed " + seed).isPositive();
    }

    private void lookForMs(int ms) throws IOException {
        for (int passed = 0; passed < ms; passed += 100) {
            folder.look();
            folder.pass(100);
        }
    }

    private String line(int n) {
        return folder.line(0, n);
    }

    private static List<Integer> numbers(List<String> records) {
        List<Integer> numbers = new ArrayList<>();
        for (String line : records) {
            Matcher number = NUMBER.matcher(line);
            if (number.find()) {
                numbers.add(Integer.valueOf(number.group(1)));
            }
        }
        return numbers;
    }
}
