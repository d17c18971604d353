package io.orderwire.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.docs.Documents;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The alert rules on Kubernetes are those of Compose, which CI evaluates in a Prometheus. */
class AlertsTest {
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
    private static final Pattern METRIC = Pattern.compile("orderwire_\\w+|\\bup\\b(?= ==)");

    @Test
    void shouldAlertAsComposeDoes() throws Exception {
        Path compose = Documents.ofRepository().root().resolve("compose").resolve("alerts.yml");
        try (InputStream in = Files.newInputStream(compose)) {
            Object file = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            Manifest rules = Installation.of("monitoring").named("PrometheusRule", "orderwire");

            assertThat(Manifest.list(file, "groups"))
                    .containsAll(Manifest.list(rules.content(), "spec.groups"))
                    .hasSize(2);
        }
    }

    /** A rule without its series cannot fire: the test of calm would prove nothing. */
    @Test
    void shouldTestInCalmWithASeriesOfEachMetricOfTheRules() throws Exception {
        Path compose = Documents.ofRepository().root().resolve("compose");
        String tests = Files.readString(compose.resolve("alerts.test.yml"));
        String calm = tests.substring(tests.indexOf("- name: calm"), tests.indexOf("promql_expr_test"));
        List<String> metrics = METRIC.matcher(Files.readString(compose.resolve("alerts.yml")))
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();

        assertThat(metrics).hasSizeGreaterThan(20).contains("up");
        assertThat(metrics).allSatisfy(metric -> assertThat(calm).contains("{series: '" + metric + "{"));
    }

    /** Somebody who is woken at night follows the link. */
    @Test
    void shouldLinkEachAlertToItsEntryAndTestIt() throws Exception {
        Path root = Documents.ofRepository().root();
        String rules = Files.readString(root.resolve("compose").resolve("alerts.yml"));
        String tests = Files.readString(root.resolve("compose").resolve("alerts.test.yml"));
        List<String> headings = Files.readAllLines(root.resolve("docs").resolve("operations.md"));
        List<String> alerts =
                ALERT.matcher(rules).results().map(found -> found.group(1)).toList();

        assertThat(alerts).hasSizeGreaterThan(15).doesNotHaveDuplicates();
        for (String alert : alerts) {
            assertThat(rules).contains("runbook: docs/operations.md#" + alert.toLowerCase(Locale.ROOT) + "\n");
            assertThat(headings).contains("### " + alert);
            assertThat(tests).contains("alertname=\"" + alert + "\"");
        }
        assertThat(headings.stream().filter(line -> line.startsWith("### Orderwire")))
                .hasSameSizeAs(alerts);
    }
}
