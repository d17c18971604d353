package io.orderwire.benchmarks.overload;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What an overload run saw, as a table of text and as one HTML file that needs nothing else. */
final class OverloadReport {
    private static final int ROWS = 15;
    private static final double THOUSAND = 1e3;

    private final OverloadOptions options;
    private final OverloadRun.Result result;
    private final List<Check> checks;
    private final double before;
    private final double after;
    private final String stats;

    /**
     * @param before capacity before the load, orders a second; {@code after} the one after it
     * @param stats the pipeline's account in the end, JSON
     */
    OverloadReport(
            OverloadOptions options,
            OverloadRun.Result result,
            List<Check> checks,
            double before,
            double after,
            String stats) {
        this.options = options;
        this.result = result;
        this.checks = checks;
        this.before = before;
        this.after = after;
        this.stats = stats;
    }

    String table() {
        StringBuilder text = new StringBuilder(title()).append('\n');
        text.append("  second  written/s  delivered/s  skipped/s     shed/s  unread/s   p50 ms  p99 ms  max ms\n");
        List<Sample> samples = result.samples();
        int step = Math.max(1, samples.size() / ROWS);
        for (int i = step; i < samples.size(); i += step) {
            Sample from = samples.get(i - step);
            Sample to = samples.get(i);
            double seconds = to.second() - from.second();
            List<Sample> between = samples.subList(i - step + 1, i + 1);
            text.append(String.format(
                    Locale.ROOT,
                    "%8d %,10.0f %,12.0f %,10.0f %,10.0f %,9.0f %,8d %,7d %,7d%n",
                    to.second(),
                    (to.events().written() - from.events().written()) / seconds,
                    (to.events().delivered() - from.events().delivered()) / seconds,
                    (to.events().skipped() - from.events().skipped()) / seconds,
                    (to.events().shed() - from.events().shed()) / seconds,
                    (to.events().unread() - from.events().unread()) / seconds,
                    between.stream()
                            .mapToLong(sample -> sample.latency().p50Ms())
                            .sorted()
                            .skip(between.size() / 2)
                            .findFirst()
                            .orElse(0),
                    between.stream()
                            .mapToLong(sample -> sample.latency().p99Ms())
                            .max()
                            .orElse(0),
                    between.stream()
                            .mapToLong(sample -> sample.latency().maxMs())
                            .max()
                            .orElse(0)));
        }
        text.append(footprints());
        checks.forEach(check -> text.append(check).append('\n'));
        return text.append(stats).append('\n').toString();
    }

    private String title() {
        String load = String.format(
                Locale.ROOT,
                "%,.0f lines/s for %d s",
                result.rate(),
                options.load().seconds());
        boolean measured = before > 0 || after > 0;
        return measured
                ? load + String.format(Locale.ROOT, "; capacity %,.0f orders/s before, %,.0f after", before, after)
                : load;
    }

    private String footprints() {
        StringBuilder text =
                new StringBuilder("  process    live heap MiB      resident MiB      threads        files\n");
        result.early().forEach((part, early) -> {
            Footprint late = result.late().getOrDefault(part, early);
            text.append(String.format(
                    Locale.ROOT,
                    "  %-9s %6.1f -> %6.1f  %6.0f -> %6.0f  %4d -> %4d  %4d -> %4d%n",
                    part,
                    Checks.mib(early.liveHeapBytes()),
                    Checks.mib(late.liveHeapBytes()),
                    Checks.mib(early.residentBytes()),
                    Checks.mib(late.residentBytes()),
                    early.threads(),
                    late.threads(),
                    early.fileDescriptors(),
                    late.fileDescriptors()));
        });
        return text.toString();
    }

    void draw() throws IOException {
        HtmlPage page = new HtmlPage("Orderwire under " + title());
        page.list(checks.stream().map(Check::toString).toList());
        page.chart(new Chart("Age of an order at the client", "ms")
                .series("p50", each(sample -> sample.latency().p50Ms()))
                .series("p99", each(sample -> sample.latency().p99Ms()))
                .series("max", each(sample -> sample.latency().maxMs()))
                .limit("2 s", 2_000));
        Chart flow = new Chart("In and out", "1,000 events/s")
                .series("written", perSecond(Sample.Events::written))
                .series("delivered", perSecond(Sample.Events::delivered));
        double capacity = Math.max(before, after);
        page.chart(capacity > 0 ? flow.limit("capacity", capacity / THOUSAND) : flow);
        page.chart(new Chart("Shed, by place", "1,000 events/s")
                .series("ingestor (as counted)", perSecond(Sample.Events::skipped))
                .series("parser", perSecond(Sample.Events::shed))
                .series("gateway", perSecond(Sample.Events::unread))
                .series("slow clients", perSecond(Sample.Events::dropped)));
        Chart ages = new Chart("Age of the oldest data not yet handled", "ms");
        names(Sample::ages).forEach(stage -> ages.series(stage, each(sample -> at(sample.ages(), stage))));
        page.chart(ages);
        Chart memory = new Chart("Resident memory", "MiB");
        names(Sample::residentBytes)
                .forEach(part -> memory.series(part, each(sample -> Checks.mib(at(sample.residentBytes(), part)))));
        page.chart(memory);
        page.text(footprints());
        page.text(stats);
        Files.writeString(options.report(), page.html());
    }

    private static long at(Map<String, Long> figures, String name) {
        return figures.getOrDefault(name, 0L);
    }

    private Set<String> names(Function<Sample, Map<String, Long>> figures) {
        Set<String> names = new TreeSet<>();
        result.samples().forEach(sample -> names.addAll(figures.apply(sample).keySet()));
        return names;
    }

    private double[] each(ToDoubleFunction<Sample> figure) {
        return result.samples().stream().mapToDouble(figure).toArray();
    }

    private double[] perSecond(ToDoubleFunction<Sample.Events> count) {
        List<Sample> samples = new ArrayList<>(result.samples());
        return IntStream.range(0, samples.size())
                .mapToDouble(i -> i == 0 ? 0 : perSecond(count, samples.get(i - 1), samples.get(i)))
                .toArray();
    }

    /** Thousands; samples are further apart while memory is looked at. */
    private static double perSecond(ToDoubleFunction<Sample.Events> count, Sample from, Sample to) {
        double seconds = Math.max(1, to.second() - from.second());
        return (count.applyAsDouble(to.events()) - count.applyAsDouble(from.events())) / seconds / THOUSAND;
    }
}
