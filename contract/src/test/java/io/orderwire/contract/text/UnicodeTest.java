package io.orderwire.contract.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnicodeTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "é€", "\uD83D\uDE00", "a\uD83D\uDE00\uD83D\uDE00b", "\uFFFF\u0000"})
    void shouldLeaveWellFormedTextAsItIs(String text) {
        assertThat(Unicode.isWellFormed(text)).isTrue();
        assertThat(Unicode.wellFormed(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({"55296", "56319", "56320", "57343"})
    void shouldReplaceASurrogateWithoutItsOtherHalf(int surrogate) {
        String lone = String.valueOf((char) surrogate);

        for (String text : new String[] {lone, "a" + lone, lone + "b", "\uD83D\uDE00" + lone + "\uD83D\uDE00"}) {
            assertThat(Unicode.isWellFormed(text)).isFalse();
            assertThat(Unicode.wellFormed(text)).isEqualTo(text.replaceAll("(?<!\uD83D)" + lone, "\uFFFD"));
        }
    }

    @Test
    void shouldReplaceEachHalfOfAPairInTheWrongOrder() {
        assertThat(Unicode.wellFormed("a\uDE00\uD83Db")).isEqualTo("a\uFFFD\uFFFDb");
        assertThat(Unicode.wellFormed("\uD83D\uD83D\uDE00")).isEqualTo("\uFFFD\uD83D\uDE00");
    }
}
