package io.orderwire.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.partition.Totals;
import io.orderwire.system.fuzz.LinePath.Outcome;
import io.orderwire.testing.files.LineEvents;
import io.orderwire.testing.files.NeedsRealData;
import io.orderwire.testing.files.RealData;
import io.orderwire.testing.guarantees.ReceivedOrder;
import io.orderwire.testing.seed.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mutated lines: whatever they hold, each event is one order or one dead letter, as an independent judge says. Each lane
 * has a number of lines of its own; {@code -Dorderwire.fuzz.lines} sets another one for the longest form. A failure prints
 * the seed of its batch; {@code -Dorderwire.fuzz.seed} with that seed repeats this batch first.
 */
class LineFuzzIT {
    private static final int BATCH_LINES = 250;
    private static final int MAX_EVENT_BYTES = 128 * 1024;
    private static final int SMALL_EVENT_BYTES = 2 * 1024;

    @TempDir
    private Path folder;

    private final Map<Source, List<byte[]>> seeds = new EnumMap<>(Source.class);

    @Test
    void shouldTakeEachEventForWhatItIs() throws IOException {
        makeSeedLines();
        fuzz(10_000);
    }

    @Test
    @NeedsRealData({RealData.STREAMING, RealData.KINDS, RealData.COINS})
    void shouldTakeEachEventOfMutatedRealLinesForWhatItIs() throws IOException {
        for (Source source : Source.values()) {
            seeds.put(source, SeedLines.generatedAndReal(source, folder));
        }
        fuzz(50_000);
    }

    @Test
    @Tag("adversary")
    void shouldTakeEachEventOfManyLinesForWhatItIs() throws IOException {
        makeSeedLines();
        fuzz(100_000);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 24, unit = TimeUnit.HOURS)
    void shouldTakeEachEventOfMillionsOfLinesForWhatItIs() throws IOException {
        makeSeedLines();
        fuzz(Long.getLong("orderwire.fuzz.lines", 5_000_000));
    }

    private void makeSeedLines() throws IOException {
        for (Source source : Source.values()) {
            seeds.put(source, SeedLines.generated(source, folder));
        }
    }

    private void fuzz(long lines) {
        long seed = Long.getLong("orderwire.fuzz.seed", Seeds.of(LineFuzzIT.class));
        System.out.println("fuzz of " + lines + " lines with seed " + seed);
        long[] counts = LongStream.range(0, (lines + BATCH_LINES - 1) / BATCH_LINES)
                .parallel()
                .mapToObj(batch -> batch(seed + batch, MAX_EVENT_BYTES))
                .reduce(new long[2], (a, b) -> new long[] {a[0] + b[0], a[1] + b[1]});
        System.out.println(counts[0] + " orders, " + counts[1] + " dead letters");
        // Without both the fuzz would say nothing.
        assertThat(counts[0]).isPositive();
        assertThat(counts[1]).isPositive();
    }

    @Test
    void shouldUnrollBlocksLongerThanTheBuffer() throws IOException {
        makeSeedLines();
        long seed = Long.getLong("orderwire.fuzz.seed", Seeds.of(LineFuzzIT.class));
        System.out.println("fuzz of long blocks with seed " + seed);
        for (int i = 0; i < 200; i++) {
            Random random = new Random(seed + i);
            List<byte[]> good = seeds.get(Source.STREAMING).stream()
                    .filter(line -> line.length < SMALL_EVENT_BYTES)
                    .toList();
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            file.writeBytes("{\"block_number\":7,\"events\":[".getBytes(StandardCharsets.UTF_8));
            for (int event = 0; event < 100; event++) {
                String line = new String(good.get(random.nextInt(good.size())), StandardCharsets.UTF_8);
                String whole = line.substring(line.indexOf("\"events\":[") + 10, line.length() - 2);
                String text = whole.isEmpty() ? "{}" : whole;
                file.writeBytes(((event == 0 ? "" : ",") + text).getBytes(StandardCharsets.UTF_8));
            }
            int cut = random.nextInt(3);
            byte[] line = file.toByteArray();
            file.reset();
            file.write(line, 0, cut == 0 ? line.length : line.length - random.nextInt(line.length / 2));
            file.writeBytes((cut == 2 ? "" : "]}").getBytes(StandardCharsets.UTF_8));
            check(seed + i, Source.BY_BLOCK, List.of(file.toByteArray()), SMALL_EVENT_BYTES, random);
        }
    }

    private long[] batch(long seed, int maxEventBytes) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        Source source = Source.values()[random.nextInt(Source.values().length)];
        LineMutator mutator = new LineMutator(random, seeds.get(source));
        List<byte[]> lines = new ArrayList<>();
        for (int i = 0; i < BATCH_LINES; i++) {
            lines.add(mutator.next());
        }
        return check(seed, source, lines, maxEventBytes, random);
    }

    private static long[] check(long seed, Source source, List<byte[]> lines, int maxEventBytes, Random random) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            file.writeBytes(line);
            file.write('\n');
        }
        LinePath path = new LinePath(random, source, maxEventBytes);
        List<Outcome> outcomes;
        try {
            outcomes = new ArrayList<>(path.read(file.toByteArray()));
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + ", " + source.option() + ": " + e, e);
        }
        checkSequences(seed, outcomes);
        outcomes.sort(Comparator.comparingLong(Outcome::position));
        long[] counts = new long[3];
        int next = 0;
        long begin = 0;
        for (byte[] line : lines) {
            List<LineEvents.Found> expected = LineEvents.of(line, source);
            counts[2] += expected.isEmpty() ? 1 : 0;
            int end = next;
            while (end < outcomes.size() && outcomes.get(end).position() <= begin + line.length) {
                end++;
            }
            try {
                compare(line, begin, expected, outcomes.subList(next, end), maxEventBytes, counts);
            } catch (AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + ", " + source.option() + ": " + e.getMessage() + "\nline "
                                + Base64.getEncoder().encodeToString(line) + "\n"
                                + new String(line, 0, Math.min(line.length, 3_000), StandardCharsets.UTF_8),
                        e);
            }
            next = end;
            begin += line.length + 1L;
        }
        Totals totals = path.totals();
        assertThat(totals).as("seed %d", seed).isEqualTo(new Totals(outcomes.size(), lines.size(), counts[2], 0, 0, 0));
        return counts;
    }

    private static void checkSequences(long seed, List<Outcome> outcomes) {
        Map<Integer, Outcome> lasts = new java.util.HashMap<>();
        for (Outcome outcome : outcomes) {
            Outcome last = lasts.put(outcome.partition(), outcome);
            assertThat(outcome.seq()).as("seed %d", seed).isEqualTo(last == null ? 1 : last.seq() + 1);
            assertThat(outcome.position()).as("seed %d", seed).isGreaterThan(last == null ? -1 : last.position());
        }
    }

    /** One that is broken may have no end before that of the line, and so be too long to be looked at. */
    private static Set<String> faults(LineEvents.Found found, boolean longRest) {
        Set<String> faults = new HashSet<>(found.faults());
        if (longRest && !faults.isEmpty()) {
            faults.add("oversized");
        }
        return faults;
    }

    private static void compare(
            byte[] line,
            long begin,
            List<LineEvents.Found> expected,
            List<Outcome> outcomes,
            int maxEventBytes,
            long[] counts) {
        assertThat(outcomes)
                .extracting(outcome -> outcome.position() - begin)
                .as("places of its events")
                .isEqualTo(expected.stream().map(found -> (long) found.place()).toList());
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome outcome = outcomes.get(i);
            LineEvents.Found found = expected.get(i);
            byte[] order = outcome.order();
            if (order == null) {
                counts[1]++;
                assertThat(faults(found, line.length - found.place() > maxEventBytes))
                        .as("event %d", i)
                        .contains(outcome.reason());
                continue;
            }
            counts[0]++;
            assertThat(found.faults()).as("event %d, taken for an order", i).isEmpty();
            ReceivedOrder received = ReceivedOrder.parse(order);
            assertThat(received.user()).as("event %d", i).isEqualTo(found.user());
            assertThat(received.pos().offset()).isEqualTo(outcome.position());
            assertThat(received.partition()).isEqualTo(outcome.partition());
            assertThat(received.seq()).isEqualTo(outcome.seq());
            assertThat(Arrays.equals(received.event(), Arrays.copyOfRange(line, found.from(), found.to())))
                    .as("event %d has its own bytes", i)
                    .isTrue();
        }
    }
}
