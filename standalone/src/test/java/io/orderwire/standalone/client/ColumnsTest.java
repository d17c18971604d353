package io.orderwire.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsTest {
    @Test
    void shouldBreakAtTheLastSpaceThatFitsAndLoseNoWord() {
        String line = "status        degraded: " + "word ".repeat(40).strip();
        assertThat(Columns.broken(line))
                .hasSizeGreaterThan(2)
                .allMatch(part -> part.length() <= Columns.MOST)
                .last()
                .asString()
                .startsWith(" ".repeat(16) + "word");
        assertThat(String.join(" ", Columns.broken(line)).replaceAll(" +", " ")).isEqualTo(line.replaceAll(" +", " "));
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 60, 66, 67, 500})
    void shouldNotBreakAWord(int length) {
        String path = "/" + "x".repeat(length);
        assertThat(Columns.broken("folder        " + path + " (streaming)")).anyMatch(part -> part.contains(path));
    }

    @Test
    void shouldCountCharactersAndNotTheirHalves() {
        String line = "reason        " + "\uD83D\uDE00".repeat(60);
        assertThat(Columns.broken(line)).containsExactly(line);
    }
}
