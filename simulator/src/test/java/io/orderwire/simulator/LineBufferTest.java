package io.orderwire.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineBufferTest {
    private final LineBuffer buffer = new LineBuffer(256);

    @ParameterizedTest
    @ValueSource(longs = {0, 7, 9, 10, 99, 100, 412_036_451_268L, 999_999_999_999_999_999L, Long.MAX_VALUE})
    void shouldWriteIntegersAsTheyAre(long value) {
        buffer.integer(value);

        assertThat(written()).isEqualTo(Long.toString(value));
    }

    @ParameterizedTest
    @CsvSource({
        "81307,0,81307.0",
        "30,1,3.0",
        "3000000,5,30.0",
        "14276,5,0.14276",
        "5929,0,5929.0",
        "61488,5,0.61488",
        "25,5,0.00025",
        "0,5,0.0",
        "41234,7,0.0041234"
    })
    void shouldWriteDecimalsWithOneFractionDigitAtLeast(long unscaled, int scale, String text) {
        buffer.decimal(unscaled, scale);

        assertThat(written()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"76717,0,76717", "767170,1,76717", "14276,5,0.14276", "23764,1,2376.4"})
    void shouldWriteNumbersWithoutAnEmptyFraction(long unscaled, int scale, String text) {
        buffer.number(unscaled, scale);

        assertThat(written()).isEqualTo(text);
    }

    @Test
    void shouldWriteTheLowestNibblesAsHex() {
        buffer.hex(0xfedc_ba98_7654_3210L, 16);
        buffer.character(' ');
        buffer.hex(0x3ab8_2b16L, 8);
        buffer.character(' ');
        buffer.hex(0x1234, 2);

        assertThat(written()).isEqualTo("fedcba9876543210 3ab82b16 34");
    }

    @Test
    void shouldStartOverWhenCleared() {
        buffer.integer(1);
        buffer.clear();
        buffer.integer(2);

        assertThat(written()).isEqualTo("2");
    }

    private String written() {
        return new String(buffer.array(), 0, buffer.length(), US_ASCII);
    }
}
