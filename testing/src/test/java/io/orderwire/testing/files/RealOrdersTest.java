package io.orderwire.testing.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.contract.order.LineReader;
import io.orderwire.contract.order.ParseResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the product's parser of lines on real output of a node. */
@NeedsRealData({RealData.STREAMING, RealData.KINDS, RealData.PLAIN})
class RealOrdersTest {
    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void shouldTakeEveryRealLineForAnOrderWithItsOwnBytes() throws IOException {
        int orders = 0;
        for (String file : List.of(RealData.STREAMING, RealData.KINDS, RealData.PLAIN)) {
            LineReader reader = new LineReader();
            for (String text : Files.readAllLines(RealData.file(file))) {
                byte[] line = text.getBytes(StandardCharsets.UTF_8);
                assertThat(reader.read(line, 0, line.length)).as(text).isEqualTo(ParseResult.ORDER);
                String event = new String(
                        line, reader.eventFrom(), reader.eventTo() - reader.eventFrom(), StandardCharsets.UTF_8);
                JsonNode tree = mapper.readTree(text);
                JsonNode expected = tree.has("events") ? tree.get("events").get(0) : tree;
                assertThat(text).contains(event);
                assertThat(mapper.readTree(event)).isEqualTo(expected);
                assertThat(new String(reader.user(), StandardCharsets.US_ASCII))
                        .isEqualTo(expected.get("user").asText());
                orders++;
            }
        }
        assertThat(orders).isEqualTo(6_000 + 66 + 67);
    }
}
