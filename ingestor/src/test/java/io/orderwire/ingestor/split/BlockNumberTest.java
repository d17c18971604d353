package io.orderwire.ingestor.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
}
