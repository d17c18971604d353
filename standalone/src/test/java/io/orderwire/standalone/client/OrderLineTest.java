package io.orderwire.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrderLineTest {
    private static String line(String time, String coin) {
        return OrderLine.of(JsonObject.of(JsonText.parse("{\"pos\":\"20260505/17@0\",\"part\":3,\"seq\":1,\"event\":{"
                + "\"time\":\"" + time + "\",\"user\":\"0xabc\",\"status\":\"filled\",\"order\":{\"coin\":\"" + coin
                + "\",\"side\":\"A\",\"limitPx\":\"81233.0\",\"sz\":\"0.0\",\"oid\":412036451690,"
                + "\"origSz\":\"0.92242\"}}}")));
    }

    @Test
    void shouldShowAnOrderInColumns() {
        assertThat(line("2026-05-05T17:23:44.123456789", "BTC"))
                .isEqualTo("17:23:44.123  BTC          sell        0.92242 @ 81233.0      filled               0xabc"
                        + " 412036451690");
    }

    @Test
    void shouldKeepColumnsWithoutAFraction() {
        assertThat(line("2026-05-05T17:23:44", "BTC")).startsWith("17:23:44      BTC ");
    }

    @Test
    void shouldShowWhatIsMissingAsAQuestion() {
        assertThat(OrderLine.of(JsonObject.of(JsonText.parse("{}")))).contains("?");
    }

    @Test
    void shouldNotLetAnOrderSteerTheTerminal() {
        assertThat(line("2026-05-05T17:23:44.123", "\\u001b[2J"))
                .doesNotContain("\u001b")
                .contains("?[2J");
    }

    @Test
    void shouldTellAGap() {
        assertThat(OrderLine.ofGap(JsonObject.of(
                        JsonText.parse("{\"where\":\"parser\",\"reason\":\"age\",\"partition\":3,\"events\":12}"))))
                .isEqualTo("12 events lost of partition 3 at the parser (age)");
        assertThat(OrderLine.ofGap(JsonObject.of(JsonText.parse(
                        "{\"where\":\"ingestor\",\"reason\":\"vanished\",\"partition\":null,\"events\":null}"))))
                .isEqualTo("an unknown number of events lost at the ingestor (vanished)");
    }
}
