package io.orderwire.standalone.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FirstLineTest {
    private static final String EVENT =
            "{\"time\":\"t\",\"user\":\"0x1\",\"status\":\"open\",\"order\":{\"coin\":\"BTC\"}}";
    private static final String ENVELOPE =
            "{\"local_time\":\"2026-05-05T17:39:16\",\"block_number\":985148182,\"events\":[" + EVENT + "]}";

    private static FirstLine line(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return FirstLine.of(bytes, bytes.length);
    }

    @Test
    void shouldTellEventsFromEnvelopes() {
        assertThat(line(EVENT).fits(Source.PLAIN)).isTrue();
        assertThat(line(EVENT).fits(Source.STREAMING)).isFalse();
        assertThat(line(ENVELOPE).fits(Source.PLAIN)).isFalse();
        assertThat(line(ENVELOPE).fits(Source.STREAMING)).isTrue();
        assertThat(line(ENVELOPE).fits(Source.BY_BLOCK)).isTrue();
        assertThat(line(ENVELOPE).members()).containsEntry("block_number", "985148182");
    }

    @Test
    void shouldTakeALongLineByItsBeginning() {
        assertThat(line(ENVELOPE.substring(0, ENVELOPE.length() - 20)).fits(Source.BY_BLOCK))
                .isTrue();
    }

    @Test
    void shouldTakeNothingElseForALine() {
        for (String other : new String[] {"", "{}", "[]", "text", "\0\0\0", "{\"block_number\":1}", "\"events\""}) {
            assertThat(line(other).fits(Source.BY_BLOCK)).as(other).isFalse();
            assertThat(line(other).fits(Source.PLAIN)).as(other).isFalse();
        }
    }
}
