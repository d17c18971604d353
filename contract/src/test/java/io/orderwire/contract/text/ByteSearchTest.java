package io.orderwire.contract.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteSearchTest {
    @Test
    void shouldFindWhatALoopFinds() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int j = 0; j < bytes.length; j++) {
                // Neighbours of the wanted byte, and bytes that differ from it in the highest bit only.
                bytes[j] = random.nextInt(3) == 0
                        ? bytes[j]
                        : (byte) ('\n' + random.nextInt(3) - 1 + 128 * random.nextInt(2));
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            int expected = from;
            while (expected < to && bytes[expected] != '\n') {
                expected++;
            }
            assertThat(ByteSearch.indexOf(bytes, '\n', from, to)).isEqualTo(expected);
        }
    }
}
