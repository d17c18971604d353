package io.orderwire.ingestor.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepTimeTest {
    @Test
    void shouldReadMinutesHoursAndDays() {
        assertThat(KeepTime.parse("90m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(KeepTime.parse("2h")).isEqualTo(Duration.ofHours(2));
        assertThat(KeepTime.parse("1d")).isEqualTo(Duration.ofDays(1));
        assertThat(KeepTime.parse("1m")).isEqualTo(KeepTime.LEAST);
        assertThat(KeepTime.parse("40h")).isEqualTo(KeepTime.MOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2",
                "h",
                "0m",
                "0h",
                "41h",
                "2d",
                "99999d",
                "-2h",
                "2 h",
                "2H",
                "2s",
                "\u0662h",
                "999999999999999h"
            })
    void shouldRefuseAnythingElse(String text) {
        assertThatThrownBy(() -> KeepTime.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 1m to 40h");
    }
}
