package io.orderwire.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderTimesTest {
    private static final String FRAME = "MSG orders 1 99\r\n"
            + "{\"local_time\":\"2026-05-05T17:00:00.123456789\",\"a\":\"local_time\"}"
            + "\r\nMSG orders 1 9\r\n{\"x\":{\"local_time\":\"2026-05-05T17:00:01.5\",\"status\":\"\"},\"\"\"local_time\":\""
            + "2026-05-05T17:00:00.000000001\"}   ";
    private static final List<Long> TIMES =
            List.of(ms("2026-05-05T17:00:00.123Z"), ms("2026-05-05T17:00:01Z"), ms("2026-05-05T17:00:00.000Z"));

    private static long ms(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    @Test
    void shouldFindEachOrderOnceWhereverTheStreamIsCut() {
        byte[] bytes = FRAME.getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            List<Long> found = new ArrayList<>();
            OrderTimes times = new OrderTimes();

            times.take(bytes, 0, cut, found::add);
            times.take(bytes, cut, bytes.length, found::add);

            assertThat(found).as("cut at %d", cut).isEqualTo(TIMES);
            assertThat(times.orders()).isEqualTo(3);
            assertThat(times.sum())
                    .isEqualTo(TIMES.stream().mapToLong(Long::longValue).sum());
        }
    }

    @Test
    void shouldFindOrdersInSingleBytes() {
        byte[] bytes = FRAME.repeat(3).getBytes(StandardCharsets.UTF_8);
        List<Long> found = new ArrayList<>();
        OrderTimes times = new OrderTimes();

        for (int i = 0; i < bytes.length; i++) {
            times.take(bytes, i, i + 1, found::add);
        }

        assertThat(found).hasSize(9);
    }
}
