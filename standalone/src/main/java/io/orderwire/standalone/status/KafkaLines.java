package io.orderwire.standalone.status;

import io.orderwire.standalone.status.KafkaView.FileView;
import io.orderwire.standalone.status.KafkaView.ProcessView;
import io.orderwire.standalone.status.KafkaView.TopicView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A view of Kafka as lines of text. All of them together fit on one screen: long lists are cut, and say so. */
public final class KafkaLines {
    private static final int MOST_FILES = 3;
    private static final int MOST_PROCESSES = 8;
    private static final int MOST_LOSSES = 6;

    private final KafkaView view;
    private final long nowMs;
    private final List<String> lines = new ArrayList<>();

    private KafkaLines(KafkaView view, long nowMs) {
        this.view = view;
        this.nowMs = nowMs;
    }

    /**
     * The lines, each a name and a value.
     *
     * @param nowMs epoch milliseconds
     */
    public static List<String> of(KafkaView view, long nowMs) {
        return new KafkaLines(view, nowMs).all();
    }

    private List<String> all() {
        rows("processes", view.processes().stream().map(KafkaLines::process).toList(), MOST_PROCESSES);
        rows("files", view.files().stream().map(KafkaLines::file).toList(), MOST_FILES);
        rows("topics", view.topics().stream().map(KafkaLines::topic).toList(), Integer.MAX_VALUE);
        losses();
        view.troubles().forEach(trouble -> row("Kafka", view.servers() + ": " + trouble));
        return lines;
    }

    /** Says nothing of losses that could not be read: the reason is a trouble. */
    private void losses() {
        List<String> losses = view.losses().places().stream().map(this::loss).toList();
        if (losses.isEmpty() && view.losses().whole()) {
            row("losses, 1 h", "none");
        }
        rows("losses, 1 h", losses, MOST_LOSSES);
        if (!losses.isEmpty() && !view.losses().whole()) {
            row("", "there are more, which were not read");
        }
    }

    private static String process(ProcessView process) {
        StringBuilder text = new StringBuilder(process.role() + " " + process.instance());
        if (!process.host().isEmpty() && !process.host().equals(process.instance())) {
            text.append(" on ").append(process.host());
        }
        text.append(": ").append(process.condition());
        switch (process.condition()) {
            case "stopped", "silent" -> text.append(" for ").append(duration(process.silentMs()));
            default -> {
                if (process.ageMs() != null) {
                    text.append(", age ").append(Amounts.count(process.ageMs())).append(" ms");
                }
                if (process.clients() != null) {
                    text.append(", ").append(Amounts.count(process.clients())).append(" clients");
                }
            }
        }
        return text.toString();
    }

    private static String file(FileView file) {
        long left = Math.max(0, file.seen() - file.offset());
        return file.file() + "@" + file.offset()
                + (left == 0 ? ", all of " + Amounts.bytes(file.seen()) : ", " + Amounts.bytes(left) + " left");
    }

    private static String topic(TopicView topic) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%s: %d × %d", topic.name(), topic.partitions(), topic.replicas()));
        if (topic.bytes() >= 0) {
            text.append(", ").append(Amounts.bytes(topic.bytes()));
        }
        if (topic.policy().contains("compact")) {
            return text.append(", compacted").toString();
        }
        List<String> bounds = new ArrayList<>();
        if (topic.retentionMs() >= 0) {
            bounds.add(duration(topic.retentionMs()));
        }
        if (topic.retentionBytes() >= 0) {
            bounds.add(Amounts.bytes(topic.retentionBytes() * topic.partitions()));
        }
        if (!bounds.isEmpty()) {
            text.append(", keeps ").append(String.join(" or ", bounds));
        }
        return text.toString();
    }

    private String loss(RecentGaps.Place place) {
        StringBuilder text = new StringBuilder(place.where() + " (" + place.reason() + "): ");
        text.append(Amounts.count(place.events())).append(" events in ").append(Amounts.count(place.gaps()));
        text.append(place.gaps() == 1 ? " gap" : " gaps");
        if (place.uncounted() > 0) {
            text.append(", ").append(Amounts.count(place.uncounted())).append(" not counted");
        }
        return text.append(", the last ")
                .append(duration(Math.max(0, nowMs - place.newestMs())))
                .append(" ago")
                .toString();
    }

    private static String duration(long ms) {
        return Amounts.duration(Duration.ofMillis(ms));
    }

    private void rows(String name, List<String> values, int most) {
        for (int i = 0; i < Math.min(most, values.size()); i++) {
            row(i == 0 ? name : "", values.get(i));
        }
        if (values.size() > most) {
            row("", "and " + (values.size() - most) + " more");
        }
    }

    private void row(String name, String value) {
        lines.add(String.format(Locale.ROOT, "%-13s %s", name, value));
    }
}
