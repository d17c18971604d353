package io.orderwire.contract.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexesTest {
    private final Indexes indexes = new Indexes();

    private static Random random() {
        long seed = Long.getLong("orderwire.test.seed", System.nanoTime());
        System.out.println("IndexesTest: -Dorderwire.test.seed=" + seed);
        return new Random(seed);
    }

    private String header(int... values) {
        indexes.clear();
        for (int value : values) {
            indexes.add(value);
        }
        byte[] header = indexes.toHeader();
        return header == null ? "absent" : new String(header, StandardCharsets.US_ASCII);
    }

    @Test
    void shouldReadBackWhatItWrote() {
        Random random = random();
        int[] added = new int[5_000];
        for (int i = 0; i < added.length; i++) {
            added[i] = switch (random.nextInt(10)) {
                case 0 -> Indexes.UNKNOWN;
                case 1 -> random.nextInt(Integer.MAX_VALUE);
                case 2 -> 0;
                default -> random.nextInt(1_500);
            };
            indexes.add(added[i]);
        }
        byte[] header = indexes.toHeader();
        assertThat(header).asString(StandardCharsets.US_ASCII).matches("[A-Za-z0-9+/]+");
        Indexes.Reader reader = new Indexes.Reader(header);
        for (int index : added) {
            assertThat(reader.next()).isEqualTo(index);
        }
        assertThat(reader.next()).isEqualTo(Indexes.NONE);
        assertThat(Indexes.holds(header, added.length)).isTrue();
        assertThat(Indexes.holds(header, added.length - 1)).isFalse();
        assertThat(Indexes.holds(header, added.length + 1)).isFalse();
    }

    @Test
    void shouldWriteDifferences() {
        assertThat(header(0)).isEqualTo("C");
        assertThat(header(3, 9, 20, 0)).isEqualTo("IMWnB");
        assertThat(header(-1, 0, -1)).isEqualTo("ACB");
        assertThatThrownBy(() -> indexes.add(-2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldWriteNothingIfNoIndexIsKnown() {
        assertThat(header(-1, -1)).isEqualTo("absent");
        assertThat(header(5)).isNotEqualTo("absent");
        assertThat(header()).isEqualTo("absent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "g",
                "D",
                "CF",
                "\u0000",
                "C ",
                "ggggggggggggH",
                "ggggggggggggP",
                "++++++++++++P",
                "////////B"
            })
    void shouldRefuseWhatIsNotAnIndex(String text) {
        byte[] broken = text.getBytes(StandardCharsets.UTF_8);
        for (int count = 0; count < 4; count++) {
            assertThat(Indexes.holds(broken, count)).as("%d in %s", count, text).isFalse();
        }
    }

    @Test
    void shouldReadAnyBytesWithoutFailing() {
        Random random = random();
        for (int run = 0; run < 20_000; run++) {
            byte[] text = new byte[random.nextInt(40)];
            random.nextBytes(text);
            if (random.nextBoolean()) {
                String whole = header(random.ints(text.length, -1, 5_000).toArray());
                byte[] valid = whole.getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(valid, 0, text, 0, Math.min(valid.length, text.length));
                if (text.length > 0) {
                    text[random.nextInt(text.length)] = (byte) random.nextInt(256);
                }
            }
            Indexes.Reader reader = new Indexes.Reader(text);
            int count = 0;
            for (int index = reader.next(); index != Indexes.NONE && count <= text.length; index = reader.next()) {
                assertThat(index).isGreaterThanOrEqualTo(Indexes.UNKNOWN);
                count++;
            }
            assertThat(count).isLessThanOrEqualTo(text.length);
        }
    }
}
