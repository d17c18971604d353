package io.orderwire.benchmarks.attackers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {
    private static final String ANSWERS = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
            + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            + "HTTP/1.1 429 Too Many Requests\r\nconnection: close\r\ncontent-length: 4\r\n\r\nbusy"
            + "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7, 1_000})
    void shouldFindTheEndOfEachAnswer(int atOnce) throws IOException {
        byte[] bytes = ANSWERS.getBytes(StandardCharsets.US_ASCII);
        List<String> found = new ArrayList<>();
        HttpAnswer answer = new HttpAnswer();
        for (int from = 0; from < bytes.length; from += atOnce) {
            ByteBuffer part = ByteBuffer.wrap(bytes, from, Math.min(atOnce, bytes.length - from));
            while (answer.take(part)) {
                found.add(answer.summary() + (answer.isLast() ? " and close" : ""));
                answer = new HttpAnswer();
            }
        }

        assertThat(found)
                .containsExactly(
                        "200 OK", "200 OK", "429 Too Many Requests: busy and close", "101 Switching Protocols");
    }
}
