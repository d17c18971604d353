package io.orderwire.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.websocket.frame.CloseCode;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.transport.Message;
import io.orderwire.websocket.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClientsTest {
    private static final ClientLimits LIMITS = TestLimits.SMALL;

    private final List<String> ends = new ArrayList<>();
    private final IoThread ioThread = new IoThread(Runnable::run);

    private final class FakeTransport implements Transport {
        @Override
        public void send(Message message, Runnable sent) {
            sent.run();
        }

        @Override
        public void ping() {}

        @Override
        public void close(int code, String reason) {
            ends.add("close " + code);
        }

        @Override
        public void cut() {
            ends.add("cut");
        }
    }

    private Client client() {
        return new Client(
                new FakeTransport(),
                ioThread,
                Payer.UNKNOWN,
                new Client.Setup(LIMITS, new SendMemory(1 << 20), () -> 1, dropped -> {}));
    }

    @Test
    void shouldEndWhoFindsNoRoomThoughItNeverAnswersTheClose() {
        Clients clients = new Clients(1);
        assertThat(clients.add(client())).isTrue();
        Client late = client();
        assertThat(clients.add(late)).isFalse();

        late.close(CloseCode.TOO_MANY, "no room");
        assertThat(ends).containsExactly("close 1013");
        clients.sweep(TimeUnit.SECONDS.toNanos(3));
        assertThat(ends).containsExactly("close 1013", "cut");
        clients.remove(late);
        assertThat(clients.count()).isEqualTo(1);
    }

    @Test
    void shouldListTheFullestQueuesFirstAndNoClientThatIsGone() {
        Clients clients = new Clients(10);
        List<Client> open = List.of(client(), client(), client(), client());
        open.forEach(clients::add);
        TestFrame frame = new TestFrame(Frame.Kind.DATA, "a", 1, false);
        open.get(2).offer(Subscription.reportingInFrames(), frame);
        open.get(3).offer(Subscription.reportingInFrames(), frame);
        open.get(3).offer(Subscription.reportingInFrames(), frame);

        assertThat(clients.fullest(3)).extracting(Clients.Listed::number).containsExactly(4L, 3L, 1L);
        clients.remove(open.get(3));
        assertThat(clients.fullest(3)).extracting(Clients.Listed::number).containsExactly(3L, 1L, 2L);
    }
}
