package io.orderwire.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.orders.Gap;
import io.orderwire.orders.HourFile;
import io.orderwire.orders.Position;
import io.orderwire.testing.client.OrdersFrame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientSessionsTest {
    private static final String USER = "0x" + "a".repeat(40);

    private final ClientSessions sessions = new ClientSessions();

    @Test
    void shouldAcceptWhatComesInOrderAndAnotherBeginningOnEachConnection() {
        sessions.connected();
        sessions.frame(frame(0, List.of(), order(0, 5), order(1, 70), order(0, 6)));
        sessions.frame(frame(0, List.of(), order(0, 7), order(1, 71)));
        sessions.connected();
        sessions.frame(frame(0, List.of(), order(0, 6), order(0, 7)));

        assertThatCode(sessions::check).doesNotThrowAnyException();
    }

    @Test
    void shouldNameADoubledAndALateOrder() {
        sessions.connected();
        sessions.frame(frame(0, List.of(), order(0, 5)));

        assertThatThrownBy(() -> sessions.frame(frame(0, List.of(), order(0, 5))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("connection 1 got")
                .hasMessageContaining("when 6 was the next");
    }

    @Test
    void shouldNameAUsersOrdersOutOfFileOrder() {
        sessions.connected();
        sessions.frame(frame(0, List.of(), order(0, 1, 900), order(0, 2, 100)));

        assertThatThrownBy(sessions::check).hasMessageContaining("after a later one of the same user");
    }

    @Test
    void shouldNameAJumpThatNothingExplains() {
        sessions.connected();
        sessions.frame(frame(0, List.of(), order(2, 5), order(2, 9)));

        assertThatThrownBy(sessions::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("connection 1 partition 2 seq 6 to 8, with 3 events missing so far and 0 told");
    }

    @Test
    void shouldAcceptAJumpThatDeadLettersAndGapsName() {
        sessions.connected();
        sessions.frame(frame(0, List.of(), order(0, 5)));
        sessions.frame(frame(0, List.of(gap(0, 6, 7)), order(0, 9)));
        sessions.deadLetter(new ReceivedDeadLetter(new Position(new HourFile(20260505, 9, 0), 8), 0, 8, "not-json"));

        assertThatCode(sessions::check).doesNotThrowAnyException();
    }

    @Test
    void shouldCountWhatWasDroppedOverAllPartitionsAndNotBeforeItWasTold() {
        sessions.connected();
        sessions.frame(frame(0, List.of(), order(0, 1), order(1, 1)));
        sessions.frame(frame(3, List.of(), order(0, 3)));
        sessions.frame(frame(0, List.of(), order(1, 4)));
        assertThatCode(sessions::check).doesNotThrowAnyException();

        sessions.frame(frame(0, List.of(), order(1, 6)));
        sessions.frame(frame(1, List.of(), order(1, 7)));
        assertThatThrownBy(sessions::check).hasMessageContaining("partition 1 seq 5 to 5, with 4 events missing");
    }

    @Test
    void shouldNotExcuseAJumpByAnotherConnectionsGap() {
        sessions.connected();
        sessions.frame(frame(9, List.of(gap(0, 6, 7)), order(0, 8)));
        sessions.connected();
        sessions.frame(frame(0, List.of(), order(0, 5), order(0, 8)));

        assertThatThrownBy(sessions::check).hasMessageContaining("connection 2 partition 0 seq 6 to 7");
    }

    private static OrdersFrame frame(long dropped, List<Gap> gaps, byte[]... orders) {
        return new OrdersFrame("all", Arrays.asList(orders), "", dropped, gaps);
    }

    private static Gap gap(int partition, long from, long to) {
        return new Gap("g", "parser", "age", partition, from, to, null, null, to - from + 1, null, 0, 0);
    }

    private static byte[] order(int partition, long seq) {
        return order(partition, seq, seq * 100);
    }

    private static byte[] order(int partition, long seq, long offset) {
        return ("{\"pos\":\"20260505/9@" + offset + "\",\"part\":" + partition + ",\"seq\":" + seq
                        + ",\"event\":{\"user\":\"" + USER.substring(0, 41) + partition + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
