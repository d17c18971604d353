package io.orderwire.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static String[] given(String... arguments) {
        return arguments;
    }

    @Test
    void shouldTakeWhatStandsOnTheCommandLine() {
        assertThat(Arguments.of(given("run", "--data", "/a"), Map.of(Arguments.VARIABLE, "demo\u001f")))
                .containsExactly("run", "--data", "/a");
    }

    @Test
    void shouldTakeWhatTheLauncherLeftInTheEnvironment() {
        assertThat(Arguments.of(given(), Map.of(Arguments.VARIABLE, "run\u001f--data\u001f/a b/ü \"c\"\n\u001f")))
                .containsExactly("run", "--data", "/a b/ü \"c\"\n");
    }

    @Test
    void shouldKeepEmptyArguments() {
        assertThat(Arguments.of(given(), Map.of(Arguments.VARIABLE, "tail\u001f--coin\u001f\u001f")))
                .containsExactly("tail", "--coin", "");
        assertThat(Arguments.of(given(), Map.of(Arguments.VARIABLE, "\u001f"))).containsExactly("");
    }

    @Test
    void shouldBeNoneWithoutAny() {
        assertThat(Arguments.of(given(), Map.of())).isEmpty();
        assertThat(Arguments.of(given(), Map.of(Arguments.VARIABLE, ""))).isEmpty();
    }
}
