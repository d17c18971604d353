package io.orderwire.benchmarks.peers;

import java.util.List;
import java.util.Locale;

/** The tables as text, with ratios to the first row, which is Orderwire. */
final class PeersReport {
    private static final double NANOS_PER_MICRO = 1e3;

    private PeersReport() {}

    /** Lines into Kafka. */
    static String ingest(List<IngestRun> runs) {
        IngestRun ours = runs.get(0);
        IngestRun.Existing file = ours.existing();
        StringBuilder text = new StringBuilder();
        line(text, "Into Kafka: %,d lines (%,d MB) that exist at the start", file.lines(), file.bytes() / 1_000_000);
        line(
                text,
                "%-22s%12s%12s%8s%14s%12s%10s",
                "",
                "from start",
                "lines/s",
                "MB/s",
                "CPU µs/line",
                "lines/s ÷",
                "CPU ÷");
        for (IngestRun run : runs) {
            IngestRun.Existing each = run.existing();
            line(
                    text,
                    "%-22s%10.1f s%,12.0f%8.0f%14.2f%12.2f%10.2f",
                    run.name(),
                    each.seconds(),
                    each.linesPerSecond(),
                    each.megabytesPerSecond(),
                    each.cpuMicros(),
                    each.linesPerSecond() / file.linesPerSecond(),
                    each.cpuMicros() / file.cpuMicros());
        }
        line(text, "");
        line(text, "Warm, as many lines appended at once");
        IngestRun.Burst first = ours.burst();
        for (IngestRun run : runs) {
            line(
                    text,
                    "%-22s%12s%,12.0f%8.0f%14.2f%12.2f%10.2f",
                    run.name(),
                    "",
                    run.burst().linesPerSecond(),
                    run.burst().linesPerSecond() * file.bytes() / file.lines() / 1e6,
                    run.burst().cpuMicros(),
                    run.burst().linesPerSecond() / first.linesPerSecond(),
                    run.burst().cpuMicros() / first.cpuMicros());
        }
        line(text, "");
        line(
                text,
                "Between the two, appended at a rate: CPU µs/line, and from the last write until Kafka has all lines");
        for (IngestRun run : runs) {
            text.append(String.format(Locale.ROOT, "%-22s", run.name()));
            for (IngestRun.Paced paced : run.rates()) {
                text.append(String.format(
                        Locale.ROOT,
                        "  %,d/s: %.2f µs, %.2f s%s",
                        paced.rate(),
                        paced.cpuMicros(),
                        paced.lateSeconds(),
                        paced.kept() ? "" : " (not kept)"));
            }
            line(text, "");
            if (!run.equals(ours) && !run.rates().isEmpty()) {
                ratio(text, ours, run);
            }
        }
        return text.toString();
    }

    /** CPU at the highest rate that both were measured at. */
    private static void ratio(StringBuilder text, IngestRun ours, IngestRun run) {
        int last = Math.min(ours.rates().size(), run.rates().size()) - 1;
        if (last >= 0) {
            IngestRun.Paced own = ours.rates().get(last);
            line(
                    text,
                    "%-22s  CPU at %,d/s ÷ orderwire: %.2f; kept %,d/s, orderwire %,d/s",
                    "",
                    own.rate(),
                    run.rates().get(last).cpuMicros() / own.cpuMicros(),
                    run.keptRate(),
                    ours.keptRate());
        }
    }

    /** From file to one client. */
    static String watch(List<ServedRun> runs) {
        StringBuilder text = new StringBuilder();
        Delivery ours = runs.get(0).first();
        line(text, "From file to one WebSocket client of all orders; ages, CPU and loss at %,.0f lines/s", ours.rate());
        line(
                text,
                "%-22s%14s%10s%10s%10s%14s%8s%12s",
                "",
                "held lines/s",
                "p50 ms",
                "p99 ms",
                "max ms",
                "CPU µs/line",
                "lost",
                "held ÷");
        for (ServedRun run : runs) {
            Delivery first = run.first();
            line(
                    text,
                    "%-22s%,14d%10d%10d%10d%14.2f%8d%12.3f",
                    run.name(),
                    run.heldRate(),
                    first.ages().getValueAtPercentile(50),
                    first.ages().getValueAtPercentile(99),
                    first.ages().getMaxValue(),
                    first.cpuMicros(),
                    first.lost(),
                    (double) run.heldRate() / runs.get(0).heldRate());
            for (Delivery delivery : run.rates()) {
                line(
                        text,
                        "  %,.0f lines/s: p50 %d, p99 %d ms, %.2f µs of CPU a line, %,d lost%s",
                        delivery.rate(),
                        delivery.ages().getValueAtPercentile(50),
                        delivery.ages().getValueAtPercentile(99),
                        delivery.cpuMicros(),
                        delivery.lost(),
                        delivery.held() ? "" : " (not held)");
            }
        }
        return text.toString();
    }

    /** To many clients. */
    static String fanout(List<ServedRun> runs) {
        StringBuilder text = new StringBuilder();
        Delivery ours = runs.get(0).first();
        line(text, "%,.0f lines/s to each of %,d WebSocket clients", ours.rate(), ours.clients());
        line(
                text,
                "%-22s%14s%22s%8s%10s%10s%10s%10s",
                "",
                "delivered/s",
                "CPU ns per delivery",
                "CPU ÷",
                "p50 ms",
                "p99 ms",
                "max ms",
                "lost");
        for (ServedRun run : runs) {
            Delivery first = run.first();
            line(
                    text,
                    "%-22s%,14.0f%22.0f%8.2f%10d%10d%10d%,10d",
                    run.name(),
                    first.receivedPerSecond(),
                    first.cpuMicros() * NANOS_PER_MICRO,
                    first.cpuMicros() / ours.cpuMicros(),
                    first.ages().getValueAtPercentile(50),
                    first.ages().getValueAtPercentile(99),
                    first.ages().getMaxValue(),
                    first.lost());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
