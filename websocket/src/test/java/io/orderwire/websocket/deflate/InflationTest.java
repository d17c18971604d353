package io.orderwire.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InflationTest {
    @ParameterizedTest
    @CsvSource({
        "f248cdc9c90700, one block",
        "f248050000 00ffffcac9c90700, two blocks",
        "000500faff48656c6c6f00, a block that is not compressed",
        "f348cdc9c9070000, a final block"
    })
    void shouldInflateTheExamplesOfTheRfc(String hex, String what) throws DataFormatException {
        ByteBuffer compressed = ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
        try (Inflation inflation = new Inflation(100)) {
            assertThat(text(inflation.inflate(compressed, true))).as(what).isEqualTo("Hello");
        }
    }

    @Test
    void shouldInflateByteByByteAndGoOnAfterAFinalBlock() throws DataFormatException {
        byte[] compressed = HexFormat.of().parseHex("f348cdc9c90700" + "f248cdc9c90700");
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (Inflation inflation = new Inflation(100)) {
            for (int i = 0; i < compressed.length; i++) {
                ByteBuffer one = ByteBuffer.wrap(compressed, i, 1);
                whole.writeBytes(inflation.inflate(one, i == compressed.length - 1));
            }
        }
        assertThat(whole.toString(StandardCharsets.UTF_8)).isEqualTo("HelloHello");
    }

    @Test
    void shouldMakeNoMoreThanItMay() throws DataFormatException {
        byte[] bomb = deflated(new byte[50 << 20]);
        assertThat(bomb.length).isLessThan(60_000);
        try (Inflation inflation = new Inflation(1_000)) {
            int first = inflation.inflate(ByteBuffer.wrap(bomb, 0, 100), false).length;
            assertThat(first).isEqualTo(1_000);
            assertThat(inflation.inflate(ByteBuffer.wrap(bomb, 100, bomb.length - 100), true))
                    .isEmpty();
        }
    }

    @Test
    void shouldRefuseGarbage() {
        byte[] garbage = new byte[100];
        Arrays.fill(garbage, (byte) 0xFF);
        try (Inflation inflation = new Inflation(1_000)) {
            assertThatThrownBy(() -> inflation.inflate(ByteBuffer.wrap(garbage), true))
                    .isInstanceOf(DataFormatException.class);
        }
    }

    private static byte[] deflated(byte[] text) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(text);
        byte[] room = new byte[text.length];
        int length = deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(room, length - 4);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
