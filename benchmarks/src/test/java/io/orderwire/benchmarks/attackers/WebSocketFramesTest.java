package io.orderwire.benchmarks.attackers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class WebSocketFramesTest {
    private static final int HEADER_BYTES = 6;

    @Test
    void shouldWriteAMaskedFrame() {
        assertThat(WebSocketFrames.text("hi")).containsExactly(0x81, 0x82, 0, 0, 0, 0, 'h', 'i');
        assertThat(WebSocketFrames.control(WebSocketFrames.PONG)).containsExactly(0x8A, 0x80, 0, 0, 0, 0);
        assertThat(WebSocketFrames.text("x".repeat(300)))
                .hasSize(308)
                .startsWith(0x81, 0x80 | 126, 300 >> 8, 300 & 0xFF, 0, 0, 0, 0, 'x');
    }

    @Test
    void shouldCompressAsTheExtensionSays() throws Exception {
        String text = "{\"method\":\"ping\"" + " ".repeat(65_000) + "}";
        byte[] frame = WebSocketFrames.deflated(text);

        assertThat(frame).hasSizeLessThan(126 + HEADER_BYTES).startsWith(0xC1);
        byte[] payload = Arrays.copyOfRange(frame, HEADER_BYTES, frame.length + 4);
        payload[payload.length - 2] = (byte) 0xFF;
        payload[payload.length - 1] = (byte) 0xFF;
        Inflater inflater = new Inflater(true);
        inflater.setInput(payload);
        byte[] inflated = new byte[text.length()];
        assertThat(inflater.inflate(inflated)).isEqualTo(text.length());
        inflater.end();
        assertThat(new String(inflated, StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @Test
    void shouldNameAddressesThatTheGatewayAccepts() {
        assertThat(WebSocketFrames.address(3)).matches("0x[0-9a-f]{40}").isEqualTo(WebSocketFrames.address(3));
        assertThat(WebSocketFrames.address(4)).isNotEqualTo(WebSocketFrames.address(3));
    }
}
