package io.orderwire.websocket.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.http.IpLiteral;
import io.orderwire.websocket.transport.OpenSocket.State;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SocketsTest {
    private static final String PROXY = "10.9.9.9";
    private static final SocketLimits LIMITS = new SocketLimits(6, 3, 1_000, 100, 200, 300);

    private final AtomicLong now = new AtomicLong();
    private final List<Ended> ended = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    private Sockets sockets(SocketLimits limits) {
        InetAddress proxy = IpLiteral.of(PROXY);
        return new Sockets(limits, address -> address.equals(proxy), now::get, ended::add);
    }

    private OpenSocket open(Sockets sockets, String address, String name) {
        now.incrementAndGet();
        return sockets.open(IpLiteral.of(address), () -> closed.add(name));
    }

    private OpenSocket busy(Sockets sockets, String address, String name) {
        OpenSocket socket = Objects.requireNonNull(open(sockets, address, name));
        sockets.requested(socket);
        return socket;
    }

    @Test
    void shouldReplaceTheOldestSilentConnectionOfAnAddressThatHasAllThatItMay() {
        Sockets sockets = sockets(LIMITS);
        open(sockets, "10.0.0.1", "a");
        busy(sockets, "10.0.0.1", "b");
        open(sockets, "10.0.0.1", "c");
        assertThat(open(sockets, "10.0.0.1", "d")).isNotNull();
        assertThat(closed).containsExactly("a");
        assertThat(ended).containsExactly(Ended.REPLACED);
        assertThat(open(sockets, "10.0.0.2", "e")).isNotNull();
        assertThat(closed).containsExactly("a");
    }

    @Test
    void shouldNotTakeAConnectionOfAnAddressWhoseConnectionsAreAllInUse() {
        Sockets sockets = sockets(LIMITS);
        OpenSocket first = busy(sockets, "10.0.0.1", "a");
        busy(sockets, "10.0.0.1", "b");
        OpenSocket webSocket = busy(sockets, "10.0.0.1", "c");
        sockets.answered(webSocket, true);
        assertThat(open(sockets, "10.0.0.1", "d")).isNull();
        assertThat(ended).containsExactly(Ended.ADDRESS);
        sockets.gone(first);
        assertThat(open(sockets, "10.0.0.1", "e")).isNotNull();
        assertThat(closed).isEmpty();
    }

    @Test
    void shouldCountTheNetworkOfAnIpV6AddressAsOne() {
        Sockets sockets = sockets(LIMITS);
        for (int i = 1; i <= 3; i++) {
            busy(sockets, "2001:db8::" + i, "a");
        }
        assertThat(open(sockets, "2001:db8::ffff:9", "b")).isNull();
        assertThat(open(sockets, "2001:db8:0:1::1", "c")).isNotNull();
    }

    @Test
    void shouldMakeRoomAtTheCostOfTheAddressWithTheMostSilentConnections() {
        Sockets sockets = sockets(LIMITS);
        open(sockets, "10.0.0.1", "lone");
        for (int i = 1; i <= 3; i++) {
            open(sockets, "10.0.0.2", "many" + i);
        }
        open(sockets, PROXY, "proxy1");
        open(sockets, PROXY, "proxy2");
        assertThat(open(sockets, "10.0.0.3", "new")).isNotNull();
        assertThat(closed).containsExactly("many1");
        assertThat(open(sockets, "10.0.0.4", "newer")).isNotNull();
        assertThat(open(sockets, "10.0.0.5", "newest")).isNotNull();
        assertThat(closed).containsExactly("many1", "many2", "lone");
    }

    @Test
    void shouldTakeNoMoreWhereAllConnectionsAreInUse() {
        Sockets sockets = sockets(LIMITS);
        for (int i = 1; i <= 6; i++) {
            busy(sockets, "10.0.0." + i, "a");
        }
        assertThat(open(sockets, "10.0.0.7", "b")).isNull();
        assertThat(open(sockets, PROXY, "c")).isNull();
        assertThat(ended).containsExactly(Ended.FULL, Ended.FULL);
    }

    @Test
    void shouldBoundAnAddressThatStandsForManyByTheTotalsOnly() {
        Sockets sockets = sockets(new SocketLimits(6, 3, 1, 100, 200, 300));
        for (int i = 1; i <= 6; i++) {
            busy(sockets, PROXY, "a");
        }
        assertThat(ended).isEmpty();
        assertThat(sockets.mostOfAddress()).isZero();
        assertThat(open(sockets, PROXY, "b")).isNull();
        assertThat(ended).containsExactly(Ended.FULL);
    }

    @Test
    void shouldBoundHowFastAnAddressOpensConnections() {
        Sockets sockets = sockets(new SocketLimits(6, 3, 1, 100, 200, 300));
        for (int i = 1; i <= 10; i++) {
            sockets.gone(Objects.requireNonNull(open(sockets, "10.0.0.1", "a")));
        }
        assertThat(open(sockets, "10.0.0.1", "b")).isNull();
        assertThat(ended).containsExactly(Ended.RATE);
        assertThat(open(sockets, "10.0.0.2", "c")).isNotNull();
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(open(sockets, "10.0.0.1", "d")).isNotNull();
    }

    @Test
    void shouldEndWhatTakesTooLongByWhatItDoes() {
        Sockets sockets = sockets(LIMITS);
        open(sockets, "10.0.0.1", "silent");
        busy(sockets, "10.0.0.2", "slow");
        sockets.answered(busy(sockets, "10.0.0.3", "idle"), false);
        sockets.answered(busy(sockets, "10.0.0.4", "websocket"), true);
        after(sockets, 99);
        assertThat(closed).isEmpty();
        after(sockets, 2);
        assertThat(closed).containsExactly("silent");
        after(sockets, 100);
        assertThat(closed).containsExactly("silent", "idle");
        after(sockets, 100);
        after(sockets, 1_000_000);
        assertThat(closed).containsExactly("silent", "idle", "slow");
        assertThat(ended).containsExactly(Ended.SILENT, Ended.IDLE, Ended.SLOW);
        assertThat(sockets.count(State.WEBSOCKET)).isOne();
    }

    private void after(Sockets sockets, long ms) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
        sockets.sweep();
    }

    @Test
    void shouldCountEachStateAndForgetWhatIsGone() {
        Sockets sockets = sockets(LIMITS);
        OpenSocket one = busy(sockets, "10.0.0.1", "a");
        OpenSocket other = Objects.requireNonNull(open(sockets, "10.0.0.1", "b"));
        assertThat(sockets.count(State.BUSY)).isOne();
        assertThat(sockets.count(State.SILENT)).isOne();
        assertThat(sockets.mostOfAddress()).isEqualTo(2);
        sockets.answered(one, false);
        assertThat(sockets.count(State.IDLE)).isOne();
        sockets.gone(one);
        sockets.gone(one);
        sockets.requested(one);
        sockets.gone(other);
        for (State state : State.values()) {
            assertThat(sockets.count(state)).as(state.tag()).isZero();
        }
        assertThat(sockets.mostOfAddress()).isZero();
    }
}
