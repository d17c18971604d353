package io.orderwire.gateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.hub.HubCase;
import io.orderwire.gateway.hub.HubCase.Connection;
import io.orderwire.websocket.limit.Payer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which replays are read, which wait, and which are refused. */
class ReplaySlotsTest {
    private static final Payer HOME = new Payer("192.0.2.1", null);
    private static final Payer AWAY = new Payer("198.51.100.1", null);
    private static final Payer WITH_TOKEN = new Payer(null, "token");

    private ReplayHub hub;

    private void limit(int most, int ofClient, int ofAddress, int ofToken, int waiting, long bytes) {
        hub = ReplayHub.withoutAgent(new ReplayLimits(most, ofClient, ofAddress, ofToken, waiting, bytes, 1_000));
    }

    private static String past(String id) {
        return "{\"type\":\"orders\",\"id\":\"" + id + "\",\"from\":\"earliest\"}";
    }

    private static void leave(Connection connection, String id) {
        connection.say("unsubscribe", "{\"type\":\"orders\",\"id\":\"" + id + "\"}");
    }

    @Test
    void shouldLetOneAddressHaveItsShareAndOthersTheRest() {
        limit(4, 3, 2, 9, 9, 1 << 20);
        Connection one = hub.connect(HOME);
        Connection other = hub.connect(HOME);
        Connection elsewhere = hub.connect(AWAY);
        one.subscribe(past("a"));
        one.subscribe(past("b"));
        one.subscribe(past("c"));
        other.subscribe(past("d"));
        assertThat(hub.read()).as("read of one address").hasSize(2);
        assertThat(hub.gauge("replays.waiting")).isEqualTo(2);

        elsewhere.subscribe(past("e"));
        assertThat(hub.read()).hasSize(3);
        leave(one, "a");
        assertThat(hub.read()).hasSize(4);
        leave(one, "b");
        assertThat(hub.read()).hasSize(5);
        assertThat(hub.gauge("replays.waiting")).isZero();
    }

    @Test
    void shouldGiveClientsTheirTurnInTurn() {
        limit(1, 3, 9, 9, 9, 1 << 20);
        Connection many = hub.connect(HOME);
        Connection one = hub.connect(AWAY);
        many.subscribe(past("a"));
        many.subscribe(past("b"));
        many.subscribe(past("c"));
        one.subscribe(past("d"));

        leave(many, "a");
        leave(many, "b");
        assertThat(hub.read().stream().map(Replay::payer)).containsExactly("192.0.2.1", "192.0.2.1", "198.51.100.1");
    }

    @Test
    void shouldBoundThoseOfAToken() {
        limit(9, 3, 9, 1, 9, 1 << 20);
        hub.connect(WITH_TOKEN).subscribe(past("a"));
        hub.connect(WITH_TOKEN).subscribe(past("b"));

        assertThat(hub.read()).hasSize(1);
        assertThat(hub.gauge("replays.waiting")).isEqualTo(1);
    }

    @Test
    void shouldNameTheLimitThatRefuses() {
        limit(1, 2, 9, 9, 2, 1 << 20);
        Connection one = hub.connect(HOME);
        one.subscribe(past("a"));
        one.subscribe(past("b"));
        assertThat(one.subscribe(past("c")))
                .singleElement()
                .asString()
                .contains("Too many replays: {", "this connection has 2 of 2 (gateway.client.replays)");
        assertThat(hub.connect(HOME).subscribe(past("d")))
                .singleElement()
                .asString()
                .contains("1 of 1 (gateway.max.replays), and of its address or token half of 2 wait");
        hub.connect(AWAY).subscribe(past("e"));
        assertThat(hub.connect(AWAY).subscribe(past("f")))
                .singleElement()
                .asString()
                .contains("1 of 1 (gateway.max.replays), and 2 of 2 wait (gateway.waiting.replays)");
        assertThat(hub.meters.get("orderwire.gateway.replays.refused").counter().count())
                .isEqualTo(3);
    }

    @Test
    void shouldWaitForMemoryAndGiveItBack() {
        limit(99, 9, 99, 99, 99, 40_000);
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            connections.add(hub.connect(HOME));
            assertThat(connections.get(i).subscribe(past("a"))).isEmpty();
        }
        assertThat(hub.read()).hasSize(4);
        assertThat(hub.gauge("replays.waiting")).isEqualTo(3);
        assertThat(hub.connect(AWAY).subscribe(past("y")))
                .singleElement()
                .asString()
                .contains("of 40000 bytes (gateway.replay.bytes)");

        leave(connections.get(0), "a");
        assertThat(hub.read()).hasSize(5);
        connections.subList(1, 7).forEach(connection -> leave(connection, "a"));
        assertThat(hub.gauge("replays.waiting")).isZero();
        assertThat(hub.gauge("replays.memory")).isZero();
    }

    @Test
    void shouldEndAWaitThatIsTooLong() {
        limit(1, 3, 9, 9, 9, 1 << 20);
        hub.connect(AWAY).subscribe(past("a"));
        Connection one = hub.connect(HOME);
        assertThat(one.subscribe(past("b"))).isEmpty();
        assertThat(one.subscribe(past("c"))).isEmpty();
        hub.advance(9_000);
        hub.tick();

        assertThat(one.take()).hasSize(2).allMatch(message -> message.contains("Too many replays: {"));
        assertThat(one.subscribe("{\"type\":\"orders\",\"id\":\"b\"}"))
                .singleElement()
                .asString()
                .contains("Response");
    }

    @Test
    void shouldTellWhyAReplayWasEnded() {
        limit(9, 3, 9, 9, 9, 1 << 20);
        Connection one = hub.connect(HOME);
        one.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + HubCase.USER + "\",\"from\":{\"minutesAgo\":1}}");
        one.messages.clear();
        hub.ends(hub.read().get(0), new ReplayEnd(ReplayEnd.Why.OFFSETS, "this is why"));
        hub.runTasks();

        assertThat(one.take())
                .singleElement()
                .asString()
                .contains("Cursor beyond the end of the topic: {", "this is why");
        assertThat(hub.read().get(0).isWanted()).isFalse();
        assertThat(hub.gauge("replays")).isZero();
        assertThat(hub.gauge("subscriptions")).isZero();
        assertThat(hub.count("replays.ended", "reason", "offsets")).isEqualTo(1);
    }

    /** The client may have unsubscribed before it receives the error, and subscribed again with the same id. */
    @Test
    void shouldNotEndTheNextSubscriptionOfTheSameName() {
        limit(9, 3, 9, 9, 9, 1 << 20);
        Connection one = hub.connect(HOME);
        one.subscribe(past("a"));
        hub.ends(hub.read().get(0), new ReplayEnd(ReplayEnd.Why.SLOW, "too late"));
        leave(one, "a");
        one.subscribe("{\"type\":\"orders\",\"id\":\"a\"}");

        assertThat(one.take()).noneMatch(message -> message.contains("too late"));
        assertThat(hub.gauge("subscriptions")).isEqualTo(1);
    }

    @Test
    void shouldWaitForTheReaderOfReplaysWhileItTakesUpNone() {
        hub = ReplayHub.withAgent(new ReplayLimits(1, 9, 99, 99, 9, 1 << 20, 1_000));
        Connection one = hub.connect(HOME);
        for (int i = 0; i < 20; i++) {
            one.subscribe(past("a"));
            leave(one, "a");
        }
        assertThat(hub.gauge("replays.commands")).isEqualTo(1);
        assertThat(hub.gauge("replays.commands.limit")).isEqualTo(1);
        one.subscribe(past("b"));
        assertThat(hub.gauge("replays")).isZero();
        assertThat(hub.gauge("replays.waiting")).isEqualTo(1);

        hub.mailboxes().commands().poll();
        hub.tick();
        assertThat(hub.gauge("replays")).isEqualTo(1);
        assertThat(hub.gauge("replays.waiting")).isZero();
    }
}
