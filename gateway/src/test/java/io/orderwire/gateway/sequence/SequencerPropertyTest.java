package io.orderwire.gateway.sequence;

import io.orderwire.contract.gap.Gap;
import io.orderwire.gateway.protocol.Cursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The sequencer on random histories, against a model that remembers each single sequence; and clients that resume from any
 * cursor. A failure names the seed and a shrunk history, of which every step is necessary. {@code -Dsequencer.seeds} sets
 * how many seeds are tried, {@code -Dsequencer.seed} the first one.
 */
class SequencerPropertyTest {
    private static final int SEEDS = Integer.getInteger("sequencer.seeds", 100);
    private static final int FIRST_SEED = Integer.getInteger("sequencer.seed", 0);
    private static final Pattern ORDER = Pattern.compile("(order|late) .*?@(\\d+)\".*?\"seq\":(\\d+).*");
    private static final Pattern CURSOR = Pattern.compile("(before|cursor) ([\\w-]+)");

    @ParameterizedTest
    @EnumSource
    void shouldHandOutWhatTheModelDoes(History.Taste taste) {
        forAll(taste, steps -> againstModel(new SubjectNow(), steps));
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeitherRepeatNorLoseOrdersForAClientThatResumes(History.Taste taste) {
        forAll(taste, SequencerPropertyTest::resuming);
    }

    static void forAll(History.Taste taste, Function<List<Step>, @Nullable String> fault) {
        for (int seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            List<Step> steps = History.of(seed, taste, 20 + seed % 150);
            if (fault.apply(steps) != null) {
                List<Step> shrunk = shrink(steps, fault);
                StringBuilder text = new StringBuilder("seed " + seed + ": " + fault.apply(shrunk));
                shrunk.forEach(step -> text.append('\n').append(step));
                throw new AssertionError(text.toString());
            }
        }
    }

    private static List<Step> shrink(List<Step> steps, Function<List<Step>, @Nullable String> fault) {
        List<Step> small = new ArrayList<>(steps);
        for (boolean shrunk = true; shrunk; ) {
            shrunk = false;
            for (int i = small.size() - 1; i >= 0; i--) {
                List<Step> less = new ArrayList<>(small);
                less.remove(i);
                if (fault.apply(less) != null) {
                    small = less;
                    shrunk = true;
                }
            }
        }
        return small;
    }

    static @Nullable String againstModel(Subject subject, List<Step> steps) {
        return againstModel(subject, steps, List::of);
    }

    /** The same, if the model takes other steps in place of a step. */
    static @Nullable String againstModel(Subject subject, List<Step> steps, Function<Step, List<Step>> ofModel) {
        SequencerModel model = new SequencerModel();
        for (Step step : steps) {
            List<String> expected = ofModel.apply(step).stream()
                    .flatMap(each -> model.take(each).stream())
                    .toList();
            List<String> found = subject.take(step).stream()
                    .filter(event -> !event.startsWith("cursor"))
                    .map(SequencerPropertyTest::plain)
                    .toList();
            if (!expected.equals(found)) {
                return step + "\nfound    " + found + "\nexpected " + expected;
            }
        }
        Map<String, Double> counts = new TreeMap<>(subject.counts());
        for (String name : List.of("repeated", "unreadable", "seq.jumped")) {
            double found = counts.getOrDefault("orderwire.gateway." + name + "[]", 0.0);
            double expected = model.counts().getOrDefault(name, 0.0);
            if (found != expected) {
                return name + " found " + found + " expected " + expected;
            }
        }
        for (String reason : List.of("age", "retention", "late", "reported")) {
            double found = counts.getOrDefault("orderwire.gateway.skipped[tag(reason=" + reason + ")]", 0.0);
            double expected = model.counts().getOrDefault("skipped " + reason, 0.0);
            if (found != expected) {
                return reason + " found " + found + " expected " + expected;
            }
        }
        return null;
    }

    private static List<String> sequences(int partition, String event) {
        Gap gap = Gap.parse(event.replaceFirst("^gap \\d ", "").replaceFirst(" cursor .*", ""));
        return gap.fromSeq() == null
                ? List.of()
                : LongStream.rangeClosed(gap.fromSeq(), gap.toSeq())
                        .mapToObj(seq -> partition + " order " + seq)
                        .toList();
    }

    /** An event in the model's words. */
    private static String plain(String event) {
        Matcher order = ORDER.matcher(event);
        if (order.matches()) {
            return order.group(1) + " " + order.group(3) + "@" + order.group(2);
        }
        Gap gap = Gap.parse(event.replaceFirst("^gap \\d ", "").replaceFirst(" cursor .*", ""));
        String loss =
                "Loss[where=" + gap.where().word() + ", reason=" + gap.reason().word() + "]";
        if (gap.where() == Gap.Where.GATEWAY || gap.where() == Gap.Where.RETENTION) {
            return gap.fromSeq() == null
                    ? loss + " up to " + (gap.toSeq() == null ? 0 : gap.toSeq())
                    : loss + " " + gap.fromSeq() + "-" + gap.toSeq();
        }
        return gap.fromSeq() == null ? "notice " + gap.id() : "lost " + gap.fromSeq() + "-" + gap.toSeq();
    }

    /** Resumes from each cursor of a history in turn. */
    static @Nullable String resuming(List<Step> all) {
        List<Step> steps = all.stream()
                .takeWhile(step -> step.kind() != Step.Kind.NEW_TOPIC)
                .filter(step -> step.kind() != Step.Kind.GONE && step.kind() != Step.Kind.TAIL)
                .toList();
        List<String> passed = new ArrayList<>();
        Map<String, Integer> cursors = new TreeMap<>();
        SubjectNow live = new SubjectNow();
        for (Step step : steps) {
            for (String event : live.take(step)) {
                Matcher cursor = CURSOR.matcher(event);
                while (cursor.find()) {
                    boolean with = event.startsWith("order") && cursor.group(1).equals("cursor");
                    cursors.put(cursor.group(2), passed.size() + (with ? 1 : 0));
                }
                if (event.startsWith("order")) {
                    passed.add(step.partition() + " " + plain(event));
                }
            }
        }
        for (Map.Entry<String, Integer> cursor : cursors.entrySet()) {
            String fault = resuming(steps, Cursor.decode(cursor.getKey()), passed, cursor.getValue());
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable String resuming(List<Step> steps, Cursor cursor, List<String> passed, int had) {
        SubjectNow client = new SubjectNow(Positions.Memory.REPLAY);
        client.positions.sawAllOf(cursor);
        for (int partition = 0; partition < History.PARTITIONS; partition++) {
            client.moveTo(partition, cursor.nextOffsets()[partition]);
        }
        Lookback lookback = new Lookback(
                client.positions, client.sequencer(), new long[History.PARTITIONS], IllegalStateException::new);
        Set<String> resumed = new HashSet<>();
        Set<String> held = new HashSet<>();
        Set<String> late = new HashSet<>();
        Set<String> reported = new HashSet<>();
        for (Step step : steps) {
            ConsumerRecord<byte[], byte[]> row = step.row();
            if (row == null || row.offset() < lookback.next(row.partition()) || !lookback.passes(row)) {
                continue;
            }
            for (String event : client.take(new Step(Step.Kind.READ, step.partition(), row, null))) {
                if (event.startsWith("order")) {
                    resumed.add(step.partition() + " " + plain(event));
                } else if (event.startsWith("late")) {
                    late.add(step.partition() + " " + plain(event).replace("late", "order"));
                } else if (event.startsWith("gap")) {
                    reported.addAll(sequences(step.partition(), event));
                }
            }
            Doubt doubt = client.positions.of(row.partition()).doubt();
            if (doubt != null && doubt.row() != null && doubt.row().value() != null) {
                held.add(row.partition() + " "
                        + plain("order " + new String(doubt.row().value(), StandardCharsets.UTF_8)));
            }
        }
        List<String> before = passed.subList(0, had);
        List<String> twice = before.stream().filter(resumed::contains).toList();
        List<String> lost = passed.subList(had, passed.size()).stream()
                .filter(order -> !resumed.contains(order) && !held.contains(order) && !late.contains(order))
                .filter(order -> !reported.contains(order.replaceFirst("@.*", "")))
                .toList();
        if (twice.isEmpty() && lost.isEmpty()) {
            return null;
        }
        return "offsets " + Arrays.toString(cursor.nextOffsets()) + " sequences " + Arrays.toString(cursor.lastSeqs())
                + " twice " + twice + " lost " + lost;
    }
}
