package io.orderwire.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.client.JsonTree;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OrderLineTest {
    private static JsonObject object(String text) throws IOException {
        return JsonObject.of(JsonTree.read(text));
    }

    private static String line(String time, String coin) throws IOException {
        return OrderLine.of(object("{\"pos\":\"20260505/17@0\",\"part\":3,\"seq\":1,\"event\":{"
                + "\"time\":\"" + time + "\",\"user\":\"0xabc\",\"status\":\"filled\",\"order\":{\"coin\":\"" + coin
                + "\",\"side\":\"A\",\"limitPx\":\"81233.0\",\"sz\":\"0.0\",\"oid\":412036451690,"
                + "\"origSz\":\"0.92242\"}}}"));
    }

    @Test
    void shouldShowAnOrderInColumns() throws IOException {
        assertThat(line("2026-05-05T17:23:44.123456789", "BTC"))
                .isEqualTo("17:23:44.123  BTC          sell        0.92242 @ 81233.0      filled               0xabc"
                        + " 412036451690");
    }

    @Test
    void shouldKeepColumnsWithoutAFraction() throws IOException {
        assertThat(line("2026-05-05T17:23:44", "BTC")).startsWith("17:23:44      BTC ");
    }

    @Test
    void shouldShowWhatIsMissingAsAQuestion() throws IOException {
        assertThat(OrderLine.of(object("{}"))).contains("?");
    }

    @Test
    void shouldNotLetAnOrderSteerTheTerminal() throws IOException {
        assertThat(line("2026-05-05T17:23:44.123", "\\u001b[2J\\u009b1m\\u202e"))
                .doesNotContain("\u001b", "\u009b", "\u202e")
                .contains(" ?[2J?1m? ");
    }

    @Test
    void shouldShowNumbersAsTheyAreWritten() throws IOException {
        assertThat(OrderLine.of(object("{\"event\":{\"order\":{\"origSz\":1.50,\"limitPx\":0.10000000000000000001}}}")))
                .contains(" 1.50 @ 0.10000000000000000001 ");
    }

    @Test
    void shouldShowAGap() throws IOException {
        assertThat(OrderLine.ofGap(object("{\"where\":\"parser\",\"reason\":\"age\",\"partition\":3,\"events\":12}")))
                .isEqualTo("12 events lost of partition 3 at the parser (age)");
        assertThat(OrderLine.ofGap(
                        object("{\"where\":\"ingestor\",\"reason\":\"vanished\",\"partition\":null,\"events\":null}")))
                .isEqualTo("an unknown number of events lost at the ingestor (vanished)");
    }
}
