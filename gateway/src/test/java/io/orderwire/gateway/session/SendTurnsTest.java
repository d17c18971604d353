package io.orderwire.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.transport.Message;
import io.orderwire.websocket.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SendTurnsTest {
    private static final ClientLimits LIMITS = TestLimits.SMALL;

    private final SendTurns turns = new SendTurns();

    private static Client client(@Nullable String address, @Nullable String token) {
        return new Client(
                new NoTransport(),
                new IoThread(Runnable::run),
                new Payer(address, token),
                new Client.Setup(LIMITS, new SendMemory(1 << 20), () -> 0, dropped -> {}));
    }

    private record NoTransport() implements Transport {
        @Override
        public void send(Message message, Runnable sent) {}

        @Override
        public void ping() {}

        @Override
        public void close(int code, String reason) {}

        @Override
        public void cut() {}
    }

    @Test
    void shouldLetWhoeverPaysHaveOneTurnHoweverManyClientsTheyHave() {
        List<Client> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(client("10.0.0.1", i % 2 == 0 ? null : "t" + i));
        }
        Client other = client("10.0.0.2", null);
        Client byToken = client(null, "t");
        Client unknown = client(null, null);
        many.forEach(turns::add);
        turns.add(other);
        turns.add(byToken);
        turns.add(unknown);

        assertThat(taken(4)).containsExactly(many.get(0), other, byToken, unknown);
        assertThat(taken(2)).containsExactly(many.get(1), many.get(2));
        turns.add(other);
        assertThat(taken(3)).containsExactly(many.get(3), other, many.get(4));
        assertThat(taken(95)).containsExactlyElementsOf(many.subList(5, 100));
        assertThat(turns.next()).isNull();
    }

    private List<Client> taken(int count) {
        List<Client> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(turns.next());
        }
        return taken;
    }
}
