package io.orderwire.benchmarks.attackers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.testing.docs.Documents;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScenarioTest {
    @ParameterizedTest
    @EnumSource
    void shouldStandInTheDocuments(Scenario scenario) {
        Path page = Documents.ofRepository().root().resolve("docs/benchmarks.md");

        assertThat(page).content().contains("| `" + scenario.option() + "` | ");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FORGED") // It learns a true cursor from a gateway first.
    void shouldHaveConnectionsHoweverSmall(Scenario scenario) {
        Target target = new Target(URI.create("ws://127.0.0.1:1/ws"), 1);

        assertThat(scenario.attack(target, new Tally()).connections()).isPositive();
    }

    @Test
    void shouldReadNames() {
        assertThat(Scenario.parse("slow-readers,silent")).containsExactly(Scenario.SLOW_READERS, Scenario.SILENT);
        assertThat(Scenario.parse("all")).containsExactlyElementsOf(EnumSet.allOf(Scenario.class));
        assertThatThrownBy(() -> Scenario.parse("silent,loud"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loud")
                .hasMessageContaining("slow-readers");
    }

    @Test
    void shouldReadOptions() {
        AttackersOptions options = AttackersOptions.of(Map.of("scenarios", "pings", "rate", "10", "require", "losses"));

        assertThat(options.scenarios()).isEqualTo(List.of(Scenario.PINGS));
        assertThat(options.rate()).isEqualTo(10);
        assertThat(options.require()).isEqualTo(AttackersOptions.Require.LOSSES);
        assertThat(AttackersOptions.of(Map.of()).rate()).isEqualTo(23_500);
        assertThatThrownBy(() -> AttackersOptions.of(Map.of("percent", "101")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("percent is 101, expected 1 to 100");
        assertThatThrownBy(() -> AttackersOptions.of(Map.of("require", "nothing")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("require is nothing, expected all or losses or accounts");
    }
}
