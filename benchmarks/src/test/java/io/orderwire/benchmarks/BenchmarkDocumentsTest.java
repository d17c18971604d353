package io.orderwire.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.benchmarks.crash.CrashOptions;
import io.orderwire.testing.docs.Command;
import io.orderwire.testing.docs.Documents;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents name benchmarks and keys that there are. */
class BenchmarkDocumentsTest {
    private static List<List<String>> commands() {
        return Documents.ofRepository().commands("./orderwire").stream()
                .map(Command::arguments)
                .filter(words -> words.size() > 1 && words.get(0).equals("bench"))
                .map(words -> words.subList(1, words.size()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldKnowTheBenchmarkAndItsKeys(List<String> words) {
        boolean unnamed = Benchmark.isUnnamed(words);
        Benchmark benchmark =
                unnamed ? Benchmark.WHOLE : Benchmark.of(words.get(0)).orElseThrow();

        Map<String, String> options = benchmark.options(unnamed ? words : words.subList(1, words.size()));

        assertThat(options.values()).noneMatch(String::isEmpty);
    }

    @Test
    void shouldRefuseWordsThatItDoesNotKnow() {
        assertThat(Benchmark.of("nonsense")).isEmpty();
        assertThatThrownBy(() -> Benchmark.LATENCY.options(List.of("rate=3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown: rate; expected some of: rates seconds shape");
        assertThatThrownBy(() -> Benchmark.IDLE.options(List.of("seconds")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("seconds");
    }

    @Test
    void shouldMeasureTheWholeWayWithoutAName() {
        assertThat(Benchmark.isUnnamed(List.of())).isTrue();
        assertThat(Benchmark.isUnnamed(List.of("seconds=3"))).isTrue();
        assertThat(Benchmark.isUnnamed(List.of("--one-jvm", "seconds=3"))).isTrue();
        assertThat(Benchmark.isUnnamed(List.of("latency", "seconds=3"))).isFalse();
        assertThat(Benchmark.WHOLE.options(List.of("--one-jvm", "--seconds", "3")))
                .isEqualTo(Map.of("one-jvm", "true", "seconds", "3"));
    }

    @Test
    void shouldTakeKeysInEveryForm() {
        Map<String, String> options =
                Benchmark.CRASH.options(List.of("kills=1", "--rate=2", "--overload", "latest", "seed=3"));

        assertThat(options).isEqualTo(Map.of("kills", "1", "rate", "2", "overload", "latest", "seed", "3"));
        assertThat(CrashOptions.of(options).kills()).isEqualTo(1);
    }
}
