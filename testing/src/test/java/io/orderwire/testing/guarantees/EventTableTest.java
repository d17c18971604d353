package io.orderwire.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventTableTest {
    @Test
    void shouldHoldWhatAMapHolds() {
        long seed = 20260506;
        System.out.println("table with seed " + seed);
        Random random = new Random(seed);
        EventTable table = new EventTable();
        Map<Position, Long> map = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            HourFile file = new HourFile(20260505, random.nextInt(24), random.nextInt(2));
            Position pos = new Position(file, random.nextLong(1L << (1 + random.nextInt(43))));
            long number = random.nextLong();
            assertThat(table.get(pos)).isEqualTo(map.getOrDefault(pos, 0L));
            table.put(pos, number);
            map.put(pos, number);
        }
        Map<Position, Long> held = new HashMap<>();
        table.forEach(held::put);

        assertThat(table.size()).isEqualTo(map.size());
        assertThat(held).isEqualTo(map);
    }
}
