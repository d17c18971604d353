package io.orderwire.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderwire.client.JsonTree;
import io.orderwire.client.OrdersClient.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailOutputTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-05T17:39:13.600Z"), ZoneOffset.UTC);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream notes = new ByteArrayOutputStream();

    private static JsonNode json(String text) throws IOException {
        return JsonTree.read(text);
    }

    private static Frame frame(String blockTime, OptionalLong fileTimeMs) throws IOException {
        JsonNode order = json("{\"part\":3,\"seq\":8" + blockTime
                + ",\"event\":{\"time\":\"2026-05-05T17:39:13.024\",\"order\":{\"coin\":\"BTC\"}}}");
        JsonNode gap = json("{\"where\":\"parser\",\"reason\":\"age\",\"events\":5}");
        return new Frame(List.of(order), "c", 2, List.of(gap), OptionalLong.of(1_778_002_753_500L), fileTimeMs);
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
    void shouldPrintAgesFromTheBlockAndFromTheFile(String blockTime, long fileTimeMs, String columns)
            throws IOException {
        boolean read = output(true).show(frame(",\"block_time\":\"" + blockTime + "\"", OptionalLong.of(fileTimeMs)));

        assertThat(read).isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith(columns + "17:39:13.024  BTC ");
    }

    @Test
    void shouldPrintAQuestionMarkForTimesThatAreNotSent() throws IOException {
        output(true).show(frame("", OptionalLong.empty()));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("block      ? ms  file      ? ms  17:39:13.024  BTC ");
    }

    @Test
    void shouldPrintOrdersAloneUnlessAskedForAges() throws IOException {
        output(false).show(frame(",\"block_time\":\"2026-05-05T17:39:13\"", OptionalLong.of(1_778_002_753_400L)));

        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("17:39:13.024  BTC ");
    }

    @Test
    void shouldPrintLossesApartFromOrders() throws IOException {
        output(true).show(frame("", OptionalLong.empty()));

        assertThat(notes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("# 2 orders dropped: this reader was too slow", "# 5 events lost at the parser (age)");
    }

    @Test
    void shouldNotLetOthersSteerTheTerminal() throws IOException {
        JsonNode gap = json("{\"where\":\"\\u001b]0;x\\u0007\",\"reason\":\"\\u009b2J\",\"events\":5}");
        TailOutput output = output(false);
        output.show(new Frame(List.of(), "c", 0, List.of(gap), OptionalLong.empty(), OptionalLong.empty()));
        output.note("closed with 1001 \u001b[31m\r\nstopping");

        assertThat(notes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("# 5 events lost at the ?]0;x? (?2J)", "closed with 1001 ?[31m??stopping");
    }

    @Test
    void shouldNoticeThatNobodyReads() throws IOException {
        PrintStream broken = printer(OutputStream.nullOutputStream());
        broken.close();

        assertThat(new TailOutput(broken, printer(notes), false, CLOCK).show(frame("", OptionalLong.empty())))
                .isFalse();
    }
}
