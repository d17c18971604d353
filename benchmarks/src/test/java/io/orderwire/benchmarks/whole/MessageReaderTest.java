package io.orderwire.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageReaderTest {
    private final List<String> got = new ArrayList<>();
    private final MessageReader.Messages messages = new MessageReader.Messages() {
        @Override
        public void message(byte[] array, int from, int to) {
            got.add(new String(array, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void ping() {
            got.add("ping");
        }

        @Override
        public void close(String reason) {
            got.add("close " + reason);
        }
    };

    private static byte[] frame(int first, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length < 126) {
            out.write(payload.length);
        } else if (payload.length <= 0xFFFF) {
            out.write(126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        out.writeBytes(payload);
        return out.toByteArray();
    }

    @Test
    void shouldPutMessagesTogetherHoweverTheyAreCut() throws IOException {
        String longest = "x".repeat(70_000);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(frame(0x81, "a"));
        stream.writeBytes(frame(0x01, "b"));
        stream.writeBytes(frame(0x89, "now"));
        stream.writeBytes(frame(0x80, "c".repeat(200)));
        stream.writeBytes(frame(0x81, longest));
        stream.writeBytes(frame(0x81, ""));
        stream.writeBytes(frame(0x82, "binary"));
        stream.writeBytes(frame(0x88, "\u0003\u0000gone"));
        byte[] bytes = stream.toByteArray();
        for (int step : new int[] {1, 3, 1_000, bytes.length}) {
            got.clear();
            MessageReader reader = new MessageReader();
            for (int from = 0; from < bytes.length; from += step) {
                reader.take(ByteBuffer.wrap(bytes, from, Math.min(step, bytes.length - from)), messages);
            }
            assertThat(got)
                    .as("cut every %d bytes", step)
                    .containsExactly("a", "ping", "b" + "c".repeat(200), longest, "", "binary", "close gone");
        }
    }

    @Test
    void shouldRefuseAMessageThatIsTooLong() {
        byte[] header = {(byte) 0x81, 127, 0, 0, 0, 1, 0, 0, 0, 0};

        assertThatThrownBy(() -> new MessageReader().take(ByteBuffer.wrap(header), messages))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than");
    }
}
