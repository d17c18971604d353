package io.orderwire.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.stats.GatewayMeter;
import io.orderwire.ingestor.IngestorMeter;
import io.orderwire.parser.stats.ParserMeter;
import io.orderwire.runtime.meters.Catalogued;
import io.orderwire.runtime.meters.MeterReference;
import io.orderwire.runtime.meters.Metric;
import io.orderwire.runtime.meters.RuntimeMeter;
import io.orderwire.testing.docs.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the metrics is made from the catalogues, and everything that names a metric names one that exists. */
class MetricsPageTest {
    private static final String START = "<!-- made from the catalogues of the meters -->\n";
    private static final Path ROOT = Documents.ofRepository().root();
    private static final String STATIONS = "(ingestor|parser|gateway|node|kafka|management)";
    private static final Pattern NAME = Pattern.compile("orderwire_" + STATIONS + "_[a-z_]+");
    private static final Pattern DOTTED = Pattern.compile("`orderwire\\." + STATIONS + "\\.[a-z.]+`");
    private static final Pattern OF_TIMERS = Pattern.compile("_(sum|count)$");

    private static Map<String, List<? extends Catalogued>> catalogues() {
        Map<String, List<? extends Catalogued>> groups = new LinkedHashMap<>();
        groups.put("Every process", List.of(RuntimeMeter.values()));
        groups.put("Ingestor", List.of(IngestorMeter.values()));
        groups.put("Parser", List.of(ParserMeter.values()));
        groups.put("Gateway", List.of(GatewayMeter.values()));
        return groups;
    }

    private static List<Metric> metrics() {
        return catalogues().values().stream()
                .flatMap(List::stream)
                .map(Catalogued::metric)
                .toList();
    }

    @Test
    void shouldDocumentEveryMetricAsItIsDefined() throws IOException {
        String made = MeterReference.markdown(catalogues());
        Path file = ROOT.resolve("docs/metrics.md");
        String page = Files.readString(file);
        if (System.getenv("WRITE_DOCS") != null) {
            page = page.substring(0, page.indexOf(START) + START.length()) + made;
            Files.writeString(file, page);
        }
        assertThat(page.substring(page.indexOf(START) + START.length()))
                .as("docs/metrics.md, written anew by: WRITE_DOCS=1 mvn -pl system-tests -am test"
                        + " -Dtest=MetricsPageTest -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(made);
    }

    @Test
    void shouldDefineEachMetricOnceWithAHelpText() {
        assertThat(metrics()).extracting(Metric::prometheusName).doesNotHaveDuplicates();
        assertThat(metrics()).allSatisfy(metric -> {
            assertThat(metric.name())
                    .startsWith("orderwire.")
                    .matches("[a-z.]+")
                    .doesNotEndWith(".total");
            assertThat(metric.help()).matches("[A-Z0-9].*[^.]");
        });
    }

    @Test
    void shouldGiveEachLimitAMetricThatItBounds() {
        Map<String, Metric> byName = metrics().stream().collect(Collectors.toMap(Metric::name, metric -> metric));
        assertThat(metrics())
                .filteredOn(metric -> metric.name().endsWith(".limit"))
                .isNotEmpty()
                .allSatisfy(limit -> {
                    Metric bounded =
                            byName.get(limit.name().substring(0, limit.name().length() - ".limit".length()));
                    assertThat(bounded).as(limit.name()).isNotNull();
                    assertThat(bounded.unit()).isEqualTo(limit.unit());
                });
    }

    @Test
    void shouldNameMetricsThatExistInRulesDashboardsAndDocuments() throws IOException {
        Set<String> exposed = metrics().stream().map(Metric::prometheusName).collect(Collectors.toSet());
        Set<String> dotted = metrics().stream().map(Metric::name).collect(Collectors.toSet());
        for (Path file : filesThatNameMetrics()) {
            String text = Files.readString(file);
            assertThat(matches(NAME, text).map(name -> OF_TIMERS.matcher(name).replaceFirst("")))
                    .as("%s", file)
                    .isSubsetOf(exposed);
            assertThat(matches(DOTTED, text).map(name -> name.replace("`", "")))
                    .as("%s", file)
                    .isSubsetOf(dotted);
        }
    }

    private static Stream<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group);
    }

    private static List<Path> filesThatNameMetrics() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            docs.filter(file -> file.toString().endsWith(".md")),
                            Stream.of(
                                            "compose/alerts.yml",
                                            "compose/grafana/dashboards/orderwire.json",
                                            "k8s/overlays/monitoring/rules.yaml")
                                    .map(ROOT::resolve))
                    .toList();
        }
    }
}
