package io.orderwire.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampTextTest {
    private final TimestampText text = new TimestampText();

    @ParameterizedTest
    @CsvSource({
        "1778002753024084407, 2026-05-05T17:39:13.024084407",
        "1778002753024084000, 2026-05-05T17:39:13.024084",
        "1778002753024000000, 2026-05-05T17:39:13.024",
        "1778002753000000000, 2026-05-05T17:39:13",
        "1778002753000000001, 2026-05-05T17:39:13.000000001",
        "1767225599999999999, 2025-12-31T23:59:59.999999999"
    })
    void shouldWriteAsManyFractionDigitsAsTheNodeDoes(long epochNanos, String expected) {
        assertThat(write(epochNanos)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1767225599999999999, 1767225600000000000, 2026-01-01T00:00:00"})
    void shouldFollowTheSecondAsItTurns(long before, long after, String expected) {
        write(before);

        assertThat(write(after)).isEqualTo(expected);
    }

    private String write(long epochNanos) {
        LineBuffer buffer = new LineBuffer(64);
        text.write(epochNanos, buffer);
        return new String(buffer.array(), 0, buffer.length(), US_ASCII);
    }
}
