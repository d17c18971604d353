package io.orderwire.runtime.meters;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference page of the meters, generated from the catalogues. */
public final class MeterReference {
    private MeterReference() {}

    /** Returns a Markdown table for each catalogue, in the iteration order of the map. */
    public static String markdown(Map<String, List<? extends Catalogued>> groups) {
        StringBuilder page = new StringBuilder();
        groups.forEach((group, meters) -> {
            page.append("\n## ").append(group).append("\n\n");
            page.append("| name in `/metrics` | kind | labels | meaning |\n|---|---|---|---|\n");
            meters.forEach(meter -> row(page, meter.metric()));
        });
        return page.toString();
    }

    private static void row(StringBuilder page, Metric metric) {
        String labels = metric.tags().stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(", "));
        page.append("| `").append(metric.prometheusName()).append("` | ");
        page.append(metric.kind().word()).append(" | ").append(labels).append(" | ");
        page.append(metric.help()).append(" |\n");
    }
}
