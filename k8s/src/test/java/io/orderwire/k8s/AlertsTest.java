package io.orderwire.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.docs.Documents;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The alert rules on Kubernetes are those of Compose, which CI evaluates in a Prometheus. */
class AlertsTest {
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
}
