package io.orderwire.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangesTest {
    @Test
    void shouldHoldWhatABitSetHolds() {
        long seed = 20260505;
        System.out.println("ranges with seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Ranges<Integer> ranges = new Ranges<>();
            BitSet bits = new BitSet();
            for (int i = 0; i < 30; i++) {
                int from = random.nextInt(200);
                int to = from + random.nextInt(12);
                ranges.add(from, to);
                bits.set(from, to);
            }
            for (int value = 0; value < 220; value++) {
                assertThat(ranges.contains(value)).as("%d in %s", value, bits).isEqualTo(bits.get(value));
                int end = bits.get(value) ? bits.nextClearBit(value) : -1;
                assertThat(ranges.endFrom(value, -1))
                        .as("end from %d in %s", value, bits)
                        .isEqualTo(end);
            }
            assertThat(ranges.asMap()).hasSize((int)
                    bits.stream().filter(bit -> bit == 0 || !bits.get(bit - 1)).count());
        }
    }
}
