package io.orderwire.ingestor.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.HourFile;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockNumberTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"local_time\":\"t\",\"block_number\":985148182,\"events\":[{\"n\":1}]}",
                "{\"local_time\": \"t\", \"block_number\": 985148182, \"events\": [{\"n\": 1}]}",
                "{ \"block_number\" :\t985148182 , \"events\" : [ ] }",
                "{\"note\":\"block_number\",\"block_number\":985148182,\"events\":[]}"
            })
    void shouldFindTheNumberBetweenBlanks(String envelope) {
        assertThat(BlockNumber.of(bytes(envelope), 0, envelope.length())).isEqualTo(985_148_182);
        assertThat(envelope.charAt(BlockNumber.eventsFrom(bytes(envelope), 0, envelope.length()) - 1))
                .isEqualTo('[');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"events\":[{\"block_number\":7}]}",
                "{\"block_number\":\"7\",\"events\":[]}",
                "{\"block_number\":,\"events\":[]}",
                "{\"block_number\":7,\"events\":{}}",
                "{\"block_number\":7,\"events\"",
                "{\"block_number\":7",
                "{\"block_number\""
            })
    void shouldFindNoNumber(String envelope) {
        assertThat(BlockNumber.of(bytes(envelope), 0, envelope.length())).isNegative();
    }

    @Test
    void shouldFindTheTimeBetweenBlanks() {
        byte[] envelope = bytes("{\"block_time\" : \"2026-05-05T17:00:00.1\", \"block_number\": 7, \"events\": []}");
        assertThat(BlockTime.isSince(HourFile.parse("20260505/17"), envelope, 0, envelope.length))
                .isTrue();
        assertThat(BlockTime.isSince(HourFile.parse("20260505/18"), envelope, 0, envelope.length))
                .isFalse();
    }
}
