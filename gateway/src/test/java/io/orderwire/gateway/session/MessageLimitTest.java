package io.orderwire.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.transport.Message;
import io.orderwire.websocket.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MessageLimitTest {
    private static final ClientLimits LIMITS = TestLimits.SMALL;
    private static final Payer ONE = new Payer("192.0.2.1", "one");
    private static final Payer SAME_ADDRESS = new Payer("192.0.2.1", "two");
    private static final Payer SAME_TOKEN = new Payer("192.0.2.3", "one");

    private final AtomicLong now = new AtomicLong(1);
    private final List<String> closed = new ArrayList<>();

    private final class Closing implements Transport {
        @Override
        public void send(Message message, Runnable sent) {
            sent.run();
        }

        @Override
        public void ping() {}

        @Override
        public void close(int code, String reason) {
            closed.add(code + " " + reason);
        }

        @Override
        public void cut() {}
    }

    private MessageLimit limit(Payer payer, MessageRates rates) {
        Client client = new Client(
                new Closing(),
                new IoThread(Runnable::run),
                payer,
                new Client.Setup(LIMITS, new SendMemory(1 << 20), now::get, dropped -> {}));
        return new MessageLimit(client, rates, now::get);
    }

    private MessageRates rates(int ofAddress, int ofToken) {
        return new MessageRates(new MessageRates.Limits(ofAddress, ofToken), now::get);
    }

    @Test
    void shouldCloseWhoSendsTooMuchAndForgiveInTime() {
        MessageLimit limit = limit(Payer.UNKNOWN, rates(1, 1));
        for (int i = 0; i < 20; i++) {
            assertThat(limit.admit(1)).isTrue();
        }
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(201));
        assertThat(limit.admit(1)).isTrue();
        assertThat(limit.admit(1)).isTrue();
        assertThat(closed).isEmpty();
        assertThat(limit.admit(1)).isFalse();
        assertThat(closed).containsExactly("4002 too many messages of this client: gateway.messages.per.second is 10");
    }

    @Test
    void shouldCountWhatIsKnownOnlyOnceItWasRead() {
        MessageLimit limit = limit(Payer.UNKNOWN, rates(1, 1));
        assertThat(limit.admit(1)).isTrue();
        limit.charge(63);
        assertThat(closed).isEmpty();
        now.addAndGet(TimeUnit.SECONDS.toNanos(4));
        assertThat(limit.admit(1)).as("44 are missing, and 40 have come").isFalse();
    }

    @Test
    void shouldCloseForWhatOthersOfItsAddressOrTokenSend() {
        MessageRates rates = rates(3, 2);
        assertThat(limit(ONE, rates).admit(20)).isTrue();
        assertThat(limit(SAME_TOKEN, rates).admit(1)).isFalse();
        assertThat(limit(SAME_ADDRESS, rates).admit(10)).isTrue();
        assertThat(limit(SAME_ADDRESS, rates).admit(1)).isFalse();
        assertThat(closed)
                .containsExactly(
                        "4002 too many messages of all clients with this token: gateway.token.messages.per.second is 2",
                        "4002 too many messages of all clients of this address:"
                                + " gateway.address.messages.per.second is 3");
        assertThat(limit(Payer.UNKNOWN, rates).admit(1)).isTrue();
    }
}
