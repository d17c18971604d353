package io.orderwire.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2026-05-05T17:39:13, 1778002753000",
        "2026-05-05T17:39:13.024, 1778002753024",
        "2026-05-05T17:39:13.024084, 1778002753024",
        "2026-05-05T17:39:13.024999999, 1778002753024",
        "2026-05-05T17:39:13.5, 1778002753500",
        "2024-02-29T23:59:59.999, 1709251199999",
        "1970-01-01T00:00:00, 0"
    })
    void shouldReadFractionsOfAnyLength(String text, long ms) {
        assertThat(read("xx" + text + "yy", 2, 2 + text.length())).isEqualTo(ms);
    }

    @Test
    void shouldAgreeWithTheLibraryOnEveryDayOfTwoYears() {
        LocalDateTime time = LocalDateTime.of(2027, 1, 1, 3, 4, 5, 6_000_000);
        for (int day = 0; day < 731; day++) {
            String text = time.plusDays(day).toString();
            assertThat(read(text, 0, text.length()))
                    .isEqualTo(time.plusDays(day).toInstant(ZoneOffset.UTC).toEpochMilli());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-05-05",
                "2026-05-05 17:39:13",
                "2026-05-05T17:39:13Z",
                "2026-05-05T17:39:13.",
                "2026-05-05T17:39:13.x",
                "2026-05-05T17:39:13.0123456789",
                "2026-13-05T17:39:13",
                "2026-02-30T17:39:13",
                "2026-05-05T24:39:13",
                "1969-12-31T23:59:59"
            })
    void shouldTellWhatIsNoTime(String text) {
        assertThat(read(text, 0, text.length())).isEqualTo(-1);
    }

    private static long read(String text, int from, int to) {
        return EventTime.epochMs(text.getBytes(StandardCharsets.UTF_8), from, to);
    }
}
