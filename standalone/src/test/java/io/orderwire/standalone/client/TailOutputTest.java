package io.orderwire.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailOutputTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-05T17:39:13.600Z"), ZoneOffset.UTC);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream notes = new ByteArrayOutputStream();

    private static JsonObject frame(String blockTime, String fileTime) {
        return JsonObject.of(JsonText.parse("{\"id\":\"1\",\"orders\":[{\"part\":3,\"seq\":8" + blockTime
                + ",\"event\":{\"time\":\"2026-05-05T17:39:13.024\",\"order\":{\"coin\":\"BTC\"}}}],\"cursor\":\"c\","
                + "\"dropped\":2,\"gaps\":[{\"where\":\"parser\",\"reason\":\"age\",\"events\":5}],"
                + "\"serverTime\":1778002753500" + fileTime + "}"));
    }

    private TailOutput output(boolean ages) {
        return new TailOutput(printer(out), printer(notes), ages, CLOCK);
    }

    private static PrintStream printer(OutputStream stream) {
        return new PrintStream(stream, false, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-05T17:39:13.024084407, 1778002753400, 'block    576 ms  file    200 ms  '",
        "2026-05-05T17:39:13, 1778002753400, 'block    600 ms  file    200 ms  '",
        "2026-05-05T17:39:14, 1778002753700, 'block   -400 ms  file   -100 ms  '",
        "2026-05-05T14:39:13.6, 1778002753400, 'block 10800000 ms  file    200 ms  '",
        "yesterday, 1778002753400, 'block      ? ms  file    200 ms  '"
    })
    void shouldPrintAgesFromTheBlockAndFromTheFile(String blockTime, String fileTime, String columns) {
        boolean read = output(true).show(frame(",\"block_time\":\"" + blockTime + "\"", ",\"fileTime\":" + fileTime));

        assertThat(read).isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith(columns + "17:39:13.024  BTC ");
    }

    @Test
    void shouldPrintAQuestionMarkForTimesThatAreNotSent() {
        output(true).show(frame("", ""));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("block      ? ms  file      ? ms  17:39:13.024  BTC ");
    }

    @Test
    void shouldPrintOrdersAloneUnlessAskedForAges() {
        output(false).show(frame(",\"block_time\":\"2026-05-05T17:39:13\"", ",\"fileTime\":1778002753400"));

        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("17:39:13.024  BTC ");
    }

    @Test
    void shouldPrintLossesApartFromOrders() {
        output(true).show(frame("", ""));

        assertThat(notes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("# 2 orders dropped: this reader was too slow", "# 5 events lost at the parser (age)");
    }

    @Test
    void shouldNoticeThatNobodyReads() {
        PrintStream broken = printer(OutputStream.nullOutputStream());
        broken.close();

        assertThat(new TailOutput(broken, printer(notes), false, CLOCK).show(frame("", "")))
                .isFalse();
    }
}
