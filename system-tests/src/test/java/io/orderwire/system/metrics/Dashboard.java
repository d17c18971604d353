package io.orderwire.system.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.testing.docs.Documents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The dashboard for Grafana that ships. */
final class Dashboard {
    private static final Path FILE =
            Documents.ofRepository().root().resolve("compose/grafana/dashboards/orderwire.json");

    /** A query of a panel, as Grafana sends it to Prometheus. */
    record Query(String panel, String expression) {}

    private final JsonNode content;

    private Dashboard(JsonNode content) {
        this.content = content;
    }

    static Dashboard shipped() throws IOException {
        return new Dashboard(new ObjectMapper().readTree(FILE.toFile()));
    }

    JsonNode content() {
        return content;
    }

    /** All panels that show something, in their order; not the titles of rows. */
    List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        content.get("panels").forEach(panel -> {
            if (!panel.get("type").asText().equals("row")) {
                panels.add(panel);
            }
        });
        return panels;
    }

    /**
     * The queries of all panels, for all processes.
     *
     * @param rateInterval what Grafana takes as the shortest interval with enough samples, such as {@code 4s}
     * @param range the time that is shown, such as {@code 30m}
     */
    List<Query> queries(String rateInterval, String range) {
        List<Query> queries = new ArrayList<>();
        for (JsonNode panel : panels()) {
            panel.get("targets").forEach(target -> {
                String expression = target.get("expr")
                        .asText()
                        .replace("$__rate_interval", rateInterval)
                        .replace("$__range", range)
                        .replace("$instance", ".+");
                queries.add(new Query(panel.get("title").asText(), expression));
            });
        }
        return queries;
    }
}
