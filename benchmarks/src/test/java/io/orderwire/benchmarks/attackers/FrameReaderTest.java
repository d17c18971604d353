package io.orderwire.benchmarks.attackers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final int TEXT = 0x81;
    private static final int COMPRESSED_TEXT = 0xC1;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<String> found = new ArrayList<>();

    private void send(int first, byte[] payload) {
        sent.write(first);
        if (payload.length < 126) {
            sent.write(payload.length);
        } else if (payload.length <= 0xFFFF) {
            sent.writeBytes(ByteBuffer.allocate(3)
                    .put((byte) 126)
                    .putShort((short) payload.length)
                    .array());
        } else {
            sent.writeBytes(ByteBuffer.allocate(9)
                    .put((byte) 127)
                    .putLong(payload.length)
                    .array());
        }
        sent.writeBytes(payload);
    }

    private void send(int first, String payload) {
        send(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    private final class Found implements FrameReader.Frames {
        @Override
        public void message(String channel) {
            found.add("message " + channel);
        }

        @Override
        public void error(String message) {
            found.add("error " + FrameReader.errorText(message));
        }

        @Override
        public void ping() {
            found.add("ping");
        }

        @Override
        public void close(int code, String reason) {
            found.add("close " + code + " " + reason);
        }
    }

    private void read(int atOnce) {
        FrameReader reader = new FrameReader();
        ByteBuffer bytes = ByteBuffer.wrap(sent.toByteArray());
        while (bytes.hasRemaining()) {
            ByteBuffer part = bytes.slice(bytes.position(), Math.min(atOnce, bytes.remaining()));
            bytes.position(bytes.position() + part.remaining());
            reader.take(part, new Found());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 13, 14, 1_000, 1_000_000})
    void shouldFindFramesHoweverTheirBytesCome(int atOnce) {
        send(TEXT, "{\"channel\":\"orders\",\"data\":{\"orders\":[" + "0,".repeat(40_000) + "0]}}");
        send(TEXT, "{\"channel\":\"subscriptionResponse\",\"data\":{}}");
        send(PING, "");
        send(
                TEXT,
                "{\"channel\":\"error\",\"data\":\"Too many replays: {\\\"id\\\":\\\"" + "x".repeat(500)
                        + "\\\"}\",\"detail\":\"gateway.max.replays is \\\"500\\\"\"}");
        send(TEXT, "{\"channel\":\"pong\"}");
        send(COMPRESSED_TEXT, "whatever this is");
        send(
                CLOSE,
                ByteBuffer.allocate(6)
                        .putShort((short) 4_001)
                        .put("slow".getBytes(StandardCharsets.UTF_8))
                        .array());
        send(CLOSE, "");

        read(atOnce);

        assertThat(found)
                .containsExactly(
                        "message or",
                        "message su",
                        "ping",
                        "error Too many replays (gateway.max.replays is \\\"500\\\")",
                        "message po",
                        "message ",
                        "close 4001 slow",
                        "close 0 ");
    }
}
