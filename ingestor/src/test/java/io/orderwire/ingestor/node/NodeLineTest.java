package io.orderwire.ingestor.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeLineTest {
    private static final String HEAD = "{\"local_time\":\"2026-05-05T17:39:13.391000000\","
            + "\"block_time\":\"2026-05-05T17:39:13.024000000\",\"block_number\":985148182,\"events\":[";

    private static @Nullable NodeLine parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return NodeLine.of(bytes, bytes.length, true);
    }

    @Test
    void shouldReadTheBlockAndBothTimes() {
        assertThat(parse(HEAD)).isEqualTo(new NodeLine(985_148_182, 1_778_002_753_391L, 1_778_002_753_024L, true));
        assertThat(parse(HEAD).lagMs()).isEqualTo(367);
        assertThat(parse(HEAD).chainAgeMs(1_778_002_754_000L)).isEqualTo(976);
        assertThat(parse(HEAD.replace("\":", "\" :\t"))).isEqualTo(parse(HEAD));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-05T17:39:13, 0",
        "2026-05-05T17:39:13.391, 391",
        "2026-05-05T17:39:13.391999, 391",
        "2026-05-05T17:39:13.391999999, 391"
    })
    void shouldReadAnyFraction(String time, long ms) {
        NodeLine line = parse(HEAD.replace("2026-05-05T17:39:13.391000000", time));
        assertThat(line.localMs()).isEqualTo(1_778_002_753_000L + ms);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "1778002753391",
                "2026-05-05",
                "2026-05-05T17:39:13.391Z",
                "2026-02-30T17:39:13",
                "2026-05-05T25:39:13",
                "1969-12-31T23:59:59",
                "-999999999-01-01T00:00:00",
                "+999999999-12-31T23:59:59.999999999",
                "2026-05-05T17:39:13.3910000000000000000000000000000",
                "\u0000"
            })
    void shouldNotKnowATimeThatCannotBeRead(String time) {
        NodeLine line = parse(HEAD.replace("2026-05-05T17:39:13.024000000", time));
        assertThat(line.block()).isEqualTo(985_148_182);
        assertThat(line.blockMs()).isNull();
        assertThat(line.lagMs()).isNull();
        assertThat(line.chainAgeMs(1)).isNull();
    }

    @Test
    void shouldNeverBeBehindByLessThanNothing() {
        NodeLine line = parse(HEAD.replace("13.024000000", "59.024000000"));
        assertThat(line.lagMs()).isZero();
        assertThat(line.chainAgeMs(0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"time\":\"2026-05-05T17:39:13\",\"user\":\"0x\",\"status\":\"open\"}",
                "{\"events\":[{\"block_number\":7",
                "{\"block_number\":\"7\"",
                "{\"block_number\":-7",
                "{\"block_number\":",
                "{\"block_number\"",
                "{\"block_number\":9007199254740992}",
                "{\"block_number\":99999999999999999999}",
                "garbage",
                ""
            })
    void shouldNotTakeALineWithoutABlockNumber(String text) {
        assertThat(parse(text)).isNull();
    }

    @Test
    void shouldNotLookBehindTheHead() {
        assertThat(parse(" ".repeat(NodeLine.HEAD_BYTES) + HEAD)).isNull();
        NodeLine withoutTimes = parse("{\"block_number\":7,\"events\":[{\"local_time\":\"2026-05-05T17:39:13\"");
        assertThat(withoutTimes).isEqualTo(new NodeLine(7, null, null, true));
    }
}
