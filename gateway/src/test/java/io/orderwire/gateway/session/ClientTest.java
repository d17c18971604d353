package io.orderwire.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.websocket.frame.CloseCode;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.transport.Message;
import io.orderwire.websocket.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientTest {
    private static final ClientLimits LIMITS = TestLimits.SMALL;

    private final Queue<Runnable> ioTasks = new ArrayDeque<>();
    private final IoThread ioThread = new IoThread(ioTasks::add);
    private final FakeTransport transport = new FakeTransport();
    private final List<Long> dropped = new ArrayList<>();
    private final Subscription subscription = Subscription.reportingInFrames();
    private long nowNanos = 1;
    private final SendMemory sendMemory = new SendMemory(1 << 20);
    private final Client client = new Client(
            transport, ioThread, Payer.UNKNOWN, new Client.Setup(LIMITS, sendMemory, () -> nowNanos, dropped::add));

    private static final class FakeTransport implements Transport {
        private final List<String> events = new ArrayList<>();
        private final Deque<Runnable> inFlight = new ArrayDeque<>();
        private boolean stuck;
        private @Nullable Throwable failure;

        @Override
        public void send(Message message, Runnable sent) {
            if (failure instanceof RuntimeException e) {
                throw e;
            } else if (failure instanceof Error e) {
                throw e;
            }
            events.add(StandardCharsets.UTF_8.decode(message.text()).toString());
            if (stuck) {
                inFlight.add(sent);
            } else {
                sent.run();
            }
        }

        @Override
        public void ping() {
            events.add("ping");
        }

        @Override
        public void close(int code, String reason) {
            events.add("close " + code);
        }

        @Override
        public void cut() {
            events.add("cut");
        }
    }

    @Test
    void shouldWakeTheIoThreadOnceForAllThatWasOffered() {
        offer("a");
        offer("b");
        assertThat(ioTasks).isEmpty();
        ioThread.flush();
        ioThread.flush();

        assertThat(ioTasks).hasSize(1);
        runIo();
        assertThat(transport.events).containsExactly("a", "b");
    }

    @Test
    void shouldHaveOneMessageInFlight() {
        transport.stuck = true;
        offer("a");
        offer("b");
        flush();
        assertThat(transport.events).containsExactly("a");

        transport.inFlight.remove().run();
        assertThat(transport.events).containsExactly("a", "b");
    }

    @Test
    void shouldNotRecurseHoweverManyMessagesTheKernelTakesAtOnce() {
        for (int i = 0; i < 100_000; i++) {
            offer("x" + i);
            flush();
        }
        assertThat(transport.events).hasSize(100_000);
        assertThat(dropped).isEmpty();
    }

    @Test
    void shouldGiveOthersTheirTurn() {
        Client big = new Client(
                transport,
                ioThread,
                Payer.UNKNOWN,
                new Client.Setup(TestLimits.small(1_000, 100_000), sendMemory, () -> nowNanos, dropped::add));
        for (int i = 0; i < 100; i++) {
            big.offer(subscription, new TestFrame(Frame.Kind.DATA, "big", 1, false));
        }
        offer("small");
        flush();

        assertThat(transport.events).hasSize(101);
        assertThat(transport.events.indexOf("small")).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(classes = {NullPointerException.class, StackOverflowError.class})
    void shouldEndOnlyTheClientToWhichSendingFails(Class<? extends Throwable> failure) throws Exception {
        int[] failures = {0};
        FakeTransport broken = new FakeTransport();
        broken.failure = failure.getDeclaredConstructor().newInstance();
        Client failing = new Client(
                broken,
                ioThread,
                Payer.UNKNOWN,
                new Client.Setup(LIMITS, sendMemory, () -> nowNanos, new ClientEvents() {
                    @Override
                    public void dropped(long events) {}

                    @Override
                    public void failed(Throwable cause) {
                        failures[0]++;
                    }
                }));
        failing.offer(subscription, new TestFrame(Frame.Kind.DATA, "a", 1, false));
        offer("b");
        flush();
        assertThat(transport.events).containsExactly("b");

        failing.attempt(() -> failing.sweep(nowNanos));
        runIo();
        assertThat(broken.events).containsExactly("close 1011");
        nowNanos += TimeUnit.MILLISECONDS.toNanos(2_001);
        failing.sweep(nowNanos);
        runIo();
        assertThat(broken.events).containsExactly("close 1011", "cut");
        assertThat(failures[0]).isEqualTo(1);
    }

    @Test
    void shouldCountWhatASlowClientLosesAndTellIt() {
        transport.stuck = true;
        for (int i = 0; i < 15; i++) {
            offer("m" + i);
            flush();
        }
        assertThat(dropped).hasSize(4);

        transport.stuck = false;
        transport.inFlight.remove().run();
        runIo();
        assertThat(transport.events)
                .hasSize(11)
                .startsWith("m0", "m5 after 4", "m6")
                .endsWith("m14");
    }

    @Test
    void shouldCloseAsSlowWhenAMessageStaysInFlight() {
        transport.stuck = true;
        offer("a");
        flush();
        pass(500);
        assertThat(transport.events).containsExactly("a");

        pass(1);
        pass(1);
        assertThat(transport.events).containsExactly("a", "close 4001");
        pass(2_001);
        assertThat(transport.events).containsExactly("a", "close 4001", "cut");
    }

    @Test
    void shouldCloseAsSlowWhoeverNeverCatchesUp() {
        transport.stuck = true;
        offer("first");
        flush();
        int turns = 0;
        while (!transport.inFlight.isEmpty() && turns < 100) {
            for (int j = 0; j < 10; j++) {
                offer("x");
            }
            transport.inFlight.remove().run();
            flush();
            pass(50);
            turns++;
        }
        assertThat(turns).as("turns of 50 ms").isBetween(40, 43);
        assertThat(transport.events).endsWith("close 4001");
    }

    @Test
    void shouldCloseWithoutPong() {
        pass(5_001);
        assertThat(transport.events).containsExactly("ping");
        client.pong();
        pass(5_001);
        assertThat(transport.events).containsExactly("ping", "ping");
        pass(1_001);
        assertThat(transport.events).containsExactly("ping", "ping", "close 4004");
    }

    @Test
    void shouldAlwaysLetAFewRequestsWaitAndNoMoreThanThereIsRoomFor() {
        for (int i = 0; i < 16; i++) {
            assertThat(client.admitRequest(1, 0)).isTrue();
        }
        assertThat(client.admitRequest(1, 17)).isTrue();
        assertThat(client.admitRequest(1, 17)).isFalse();
        runIo();
        assertThat(transport.events).containsExactly("close 4002");
    }

    @Test
    void shouldSendWhatWaitsBeforeAFarewell() {
        transport.stuck = true;
        offer("a");
        flush();
        offer("b");
        client.closeAfterQueue(CloseCode.STOPPING, "", 7_000);
        offer("too late");
        runIo();
        transport.inFlight.remove().run();
        transport.inFlight.remove().run();

        assertThat(transport.events).containsExactly("a", "b", "close 1001");
    }

    @Test
    void shouldSendWhatWaitsUntilTheTimeForTheFarewellIsOver() {
        transport.stuck = true;
        offer("a");
        flush();
        offer("b");
        client.closeAfterQueue(CloseCode.STOPPING, "", 7_000);
        pass(6_000);
        transport.inFlight.remove().run();
        assertThat(transport.events).containsExactly("a", "b");

        pass(1_001);
        assertThat(transport.events).containsExactly("a", "b", "cut");
    }

    @Test
    void shouldSendNothingToWhoHasGone() {
        offer("a");
        client.gone();
        flush();
        offer("b");
        flush();
        pass(60_000);

        assertThat(transport.events).isEmpty();
        assertThat(client.isGone()).isTrue();
    }

    @Test
    void shouldCutWhoClosesAndDoesNotGo() {
        client.closed();
        offer("a");
        flush();
        pass(2_001);

        assertThat(transport.events).containsExactly("cut");
    }

    private void offer(String text) {
        client.offer(subscription, new TestFrame(Frame.Kind.DATA, text, 1, false));
    }

    private void flush() {
        ioThread.flush();
        runIo();
    }

    private void runIo() {
        for (Runnable task = ioTasks.poll(); task != null; task = ioTasks.poll()) {
            task.run();
        }
    }

    private void pass(long ms) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(ms);
        client.sweep(nowNanos);
        runIo();
    }
}
