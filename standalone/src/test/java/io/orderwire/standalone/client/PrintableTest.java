package io.orderwire.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.client.JsonTree;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void shouldKeepTextOfEveryLanguage() {
        for (String text : new String[] {"", "node: 5 s behind the chain", "/данные/データ", "\ud83d\ude00 é"}) {
            assertThat(Printable.of(text)).isSameAs(text);
        }
    }

    @Test
    void shouldReplaceEachCharacterThatCouldSteerATerminal() {
        assertThat(Printable.of("a\u0000\t\r\n\u001b[2J\u007f\u0085\u009b1mb")).isEqualTo("a????" + "?[2J??" + "?1mb");
        assertThat(Printable.of("a\u200e\u202e\u2066\u2028\u2029\ufeffb")).isEqualTo("a??????b");
        assertThat(Printable.of("\ud83d\ude00\u0007")).isEqualTo("\ud83d\ude00?");
    }

    @Test
    void shouldEscapeThemInJsonAndKeepItsMeaning() throws Exception {
        String json = "{\n\t\"a\":\"\u009b2J\u202e\u007f é \ud83d\ude00 \udb40\udc01\"}";

        String printable = Printable.json(json);

        assertThat(printable)
                .isEqualTo("{\n\t\"a\":\"" + "\\u009b2J" + "\\u202e" + "\\u007f" + " é \ud83d\ude00 " + "\\udb40"
                        + "\\udc01\"}");
        assertThat(JsonTree.read(printable)).isEqualTo(JsonTree.read(json));
        assertThat(Printable.json("{\"a\":1}\n")).isEqualTo("{\"a\":1}\n");
    }
}
