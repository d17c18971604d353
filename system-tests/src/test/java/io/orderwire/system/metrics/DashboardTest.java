package io.orderwire.system.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderwire.testing.docs.Documents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What each panel of the dashboard has. {@link MetricsIT} runs its queries. */
class DashboardTest {
    private static final Pattern LINK = Pattern.compile("(docs/[a-z-]+\\.md)#([a-z-]+)$");
    private static final int COLUMNS = 24;

    private final Dashboard dashboard = Dashboard.shipped();
    private final Documents documents = Documents.ofRepository();

    DashboardTest() throws IOException {}

    @Test
    void shouldGiveEachPanelAUnitAndADescriptionWithALinkToTheDocuments() {
        assertThat(dashboard.panels()).hasSizeGreaterThan(40).allSatisfy(panel -> {
            String title = panel.get("title").asText();
            assertThat(title).isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                    .as("unit of %s", title)
                    .isIn("s", "ms", "bytes", "Bps", "ops", "percentunit", "short");
            String description = panel.path("description").asText();
            MatchResult link = LINK.matcher(description)
                    .results()
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(title + " ends without a link: " + description));
            assertThat(documents.file(link.group(1)).anchors()).contains(link.group(2));
            assertThat(link.start()).as("text before the link of %s", title).isGreaterThan(20);
        });
    }

    @Test
    void shouldAskTheChosenPrometheusForTheChosenProcesses() {
        assertThat(dashboard.content().at("/templating/list"))
                .extracting(variable -> variable.get("name").asText())
                .containsExactly("datasource", "instance");
        for (JsonNode panel : dashboard.panels()) {
            assertThat(panel.get("targets")).isNotEmpty().allSatisfy(target -> {
                assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                String expression = target.get("expr").asText();
                assertThat(expression).matches(".*instance=~\"\\$instance\".*|.*\\bALERTS\\{.*");
                assertThat(target.get("legendFormat").asText()).isNotBlank();
            });
        }
    }

    @Test
    void shouldPlaceEachPanelBesideTheOthers() {
        List<JsonNode> placed = new ArrayList<>();
        for (JsonNode panel : dashboard.content().get("panels")) {
            JsonNode grid = panel.get("gridPos");
            assertThat(grid.get("x").asInt() + grid.get("w").asInt()).isLessThanOrEqualTo(COLUMNS);
            assertThat(placed)
                    .as("above or beside %s", panel.get("title"))
                    .noneMatch(other -> overlaps(other.get("gridPos"), grid));
            assertThat(placed).extracting(other -> other.get("id")).doesNotContain(panel.get("id"));
            placed.add(panel);
        }
    }

    private static boolean overlaps(JsonNode one, JsonNode other) {
        return meet(one, other, "x", "w") && meet(one, other, "y", "h");
    }

    private static boolean meet(JsonNode one, JsonNode other, String from, String length) {
        int begin = one.get(from).asInt();
        int otherBegin = other.get(from).asInt();
        return begin < otherBegin + other.get(length).asInt()
                && otherBegin < begin + one.get(length).asInt();
    }
}
