package io.orderwire.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.read.LivePosition;
import io.orderwire.gateway.read.Replay;
import io.orderwire.gateway.read.ReplayEnd;
import io.orderwire.websocket.limit.Payer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Which replays are read, which wait, and which are refused. */
class ReplaySlotsTest extends HubCase {
    private static final Payer HOME = new Payer("192.0.2.1", null);
    private static final Payer AWAY = new Payer("198.51.100.1", null);
    private static final Payer WITH_TOKEN = new Payer(null, "token");

    private final List<Replay> read = new ArrayList<>();

    private void limit(int most, int ofClient, int ofAddress, int ofToken, int waiting, long bytes) {
        LivePosition position = new LivePosition() {
            @Override
            public Uuid topicId() {
                return Uuid.ONE_UUID;
            }

            @Override
            public int partitions() {
                return 4;
            }

            @Override
            public long next(int partition) {
                return 0;
            }

            @Override
            public long lastSeq(int partition) {
                return 0;
            }
        };
        fanout.readBy(new Hub.Readers(
                "orders",
                position,
                () -> {},
                read::add,
                new ReplayLimits(most, ofClient, ofAddress, ofToken, waiting, bytes, 1_000)));
    }

    private static String past(String id) {
        return "{\"type\":\"orders\",\"id\":\"" + id + "\",\"from\":\"earliest\"}";
    }

    private static void leave(Connection connection, String id) {
        connection.say("unsubscribe", "{\"type\":\"orders\",\"id\":\"" + id + "\"}");
    }

    private double gauge(String name) {
        return meters.get("orderwire.gateway." + name).gauge().value();
    }

    @Test
    void shouldLetOneAddressHaveItsShareAndOthersTheRest() {
        limit(4, 3, 2, 9, 9, 1 << 20);
        Connection one = new Connection(HOME);
        Connection other = new Connection(HOME);
        Connection elsewhere = new Connection(AWAY);
        one.subscribe(past("a"));
        one.subscribe(past("b"));
        one.subscribe(past("c"));
        other.subscribe(past("d"));
        assertThat(read).as("read of one address").hasSize(2);
        assertThat(gauge("replays.waiting")).isEqualTo(2);

        elsewhere.subscribe(past("e"));
        assertThat(read).hasSize(3);
        leave(one, "a");
        assertThat(read).hasSize(4);
        leave(one, "b");
        assertThat(read).hasSize(5);
        assertThat(gauge("replays.waiting")).isZero();
    }

    @Test
    void shouldGiveClientsTheirTurnInTurn() {
        limit(1, 3, 9, 9, 9, 1 << 20);
        Connection many = new Connection(HOME);
        Connection one = new Connection(AWAY);
        many.subscribe(past("a"));
        many.subscribe(past("b"));
        many.subscribe(past("c"));
        one.subscribe(past("d"));

        leave(many, "a");
        leave(many, "b");
        assertThat(read.stream().map(Replay::payer)).containsExactly("192.0.2.1", "192.0.2.1", "198.51.100.1");
    }

    @Test
    void shouldBoundThoseOfAToken() {
        limit(9, 3, 9, 1, 9, 1 << 20);
        new Connection(WITH_TOKEN).subscribe(past("a"));
        new Connection(WITH_TOKEN).subscribe(past("b"));

        assertThat(read).hasSize(1);
        assertThat(gauge("replays.waiting")).isEqualTo(1);
    }

    @Test
    void shouldNameTheLimitThatRefuses() {
        limit(1, 2, 9, 9, 2, 1 << 20);
        Connection one = new Connection(HOME);
        one.subscribe(past("a"));
        one.subscribe(past("b"));
        assertThat(one.subscribe(past("c")))
                .singleElement()
                .asString()
                .contains("Too many replays: {", "this connection has 2 of 2 (gateway.client.replays)");
        assertThat(new Connection(HOME).subscribe(past("d")))
                .singleElement()
                .asString()
                .contains("1 of 1 (gateway.max.replays), and of its address or token half of 2 wait");
        new Connection(AWAY).subscribe(past("e"));
        assertThat(new Connection(AWAY).subscribe(past("f")))
                .singleElement()
                .asString()
                .contains("1 of 1 (gateway.max.replays), and 2 of 2 wait (gateway.waiting.replays)");
        assertThat(meters.get("orderwire.gateway.replays.refused").counter().count())
                .isEqualTo(3);
    }

    @Test
    void shouldWaitForMemoryAndGiveItBack() {
        limit(99, 9, 99, 99, 99, 40_000);
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            connections.add(new Connection(HOME));
            assertThat(connections.get(i).subscribe(past("a"))).isEmpty();
        }
        assertThat(read).hasSize(4);
        assertThat(gauge("replays.waiting")).isEqualTo(3);
        assertThat(new Connection(AWAY).subscribe(past("y")))
                .singleElement()
                .asString()
                .contains("of 40000 bytes (gateway.replay.bytes)");

        leave(connections.get(0), "a");
        assertThat(read).hasSize(5);
        connections.subList(1, 7).forEach(connection -> leave(connection, "a"));
        assertThat(gauge("replays.waiting")).isZero();
        assertThat(gauge("replays.memory")).isZero();
    }

    @Test
    void shouldEndAWaitThatIsTooLong() {
        limit(1, 3, 9, 9, 9, 1 << 20);
        new Connection(AWAY).subscribe(past("a"));
        Connection one = new Connection(HOME);
        assertThat(one.subscribe(past("b"))).isEmpty();
        assertThat(one.subscribe(past("c"))).isEmpty();
        pass(9_000);
        fanout.tick();
        fanout.runTasks();
        lane.flush();

        assertThat(one.take()).hasSize(2).allMatch(message -> message.contains("Too many replays: {"));
        assertThat(one.subscribe("{\"type\":\"orders\",\"id\":\"b\"}"))
                .singleElement()
                .asString()
                .contains("Response");
    }

    @Test
    void shouldTellWhyAReplayWasEnded() {
        limit(9, 3, 9, 9, 9, 1 << 20);
        Connection one = new Connection(HOME);
        one.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\",\"from\":{\"minutesAgo\":1}}");
        one.messages.clear();
        read.get(0).ended(new ReplayEnd(ReplayEnd.Why.OFFSETS, "this is why"));
        fanout.runTasks();
        lane.flush();

        assertThat(one.take())
                .singleElement()
                .asString()
                .contains("Cursor beyond the end of the topic: {", "this is why");
        assertThat(read.get(0).isWanted()).isFalse();
        assertThat(gauge("replays")).isZero();
        assertThat(gauge("subscriptions")).isZero();
        assertThat(meters.get("orderwire.gateway.replays.ended")
                        .tag("reason", "offsets")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    /** The client may have unsubscribed before it hears of the end, and subscribed again by the same name. */
    @Test
    void shouldNotEndTheNextSubscriptionOfTheSameName() {
        limit(9, 3, 9, 9, 9, 1 << 20);
        Connection one = new Connection(HOME);
        one.subscribe(past("a"));
        read.get(0).ended(new ReplayEnd(ReplayEnd.Why.SLOW, "too late"));
        leave(one, "a");
        one.subscribe("{\"type\":\"orders\",\"id\":\"a\"}");

        assertThat(one.take()).noneMatch(message -> message.contains("too late"));
        assertThat(gauge("subscriptions")).isEqualTo(1);
    }
}
