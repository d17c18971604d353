package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.gateway.RawSocket.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** TCP connections on which nothing useful happens: they are ended in time, and do not keep others out meanwhile. */
class SilentSocketsIT extends HostileCase {
    private static final String HOSTILE = "127.0.0.2";
    private static final String OTHER = "127.0.0.3";
    private static final String GET = "GET /stats HTTP/1.1\r\nHost: localhost\r\n";

    private RawSocket from(String address) throws IOException {
        RawSocket client = RawSocket.openFrom(address, gateway.gateway());
        hostile.add(client);
        return client;
    }

    private void assertOthersGetIn() throws IOException {
        try (RawSocket asking = RawSocket.openFrom(OTHER, gateway.gateway());
                RawSocket client = RawSocket.connectFrom(OTHER, gateway.gateway())) {
            assertThat(asking.send(GET + "\r\n").readHead()).startsWith("HTTP/1.1 200 ");
            client.text("{\"method\":\"ping\"}");
            assertThat(client.read(RawSocket.TEXT).text()).isEqualTo("{\"channel\":\"pong\"}");
        }
    }

    @Test
    void shouldLetOthersInWhileAnAddressOpensAsManyAsItCan() throws Exception {
        int ofAddress = 20;
        start(
                ConnectionOptions.MAX_CONNECTIONS,
                20,
                ConnectionOptions.OTHER_CONNECTIONS,
                20,
                EdgeOptions.ADDRESS_SOCKETS,
                ofAddress);
        for (int i = 0; i < 200; i++) {
            from(HOSTILE);
        }
        await().untilAsserted(() -> assertThat(gateway.socketsEnded("replaced")).isEqualTo(200 - ofAddress));
        assertThat(gateway.sockets("silent")).isEqualTo(ofAddress);
        assertOthersGetIn();
    }

    @Test
    void shouldLetOthersInWhileManyAddressesTakeAllThereIs() throws Exception {
        int all = 40;
        start(
                ConnectionOptions.MAX_CONNECTIONS,
                all / 2,
                ConnectionOptions.OTHER_CONNECTIONS,
                all / 2,
                EdgeOptions.ADDRESS_SOCKETS,
                10);
        for (int i = 0; i < 200; i++) {
            from("127.0.1." + (1 + i % 20));
        }
        await().untilAsserted(() -> assertThat(gateway.sockets("silent")).isBetween(all - 2.0, all - 1.0));
        assertOthersGetIn();
    }

    @Test
    void shouldNotTakeConnectionsThatComeFasterThanAllowed() throws Exception {
        start(EdgeOptions.ADDRESS_ACCEPTS, 2);
        for (int i = 0; i < 100; i++) {
            from(HOSTILE);
        }
        await().untilAsserted(() -> assertThat(gateway.socketsEnded("rate")).isGreaterThan(50));
        assertOthersGetIn();
    }

    @Test
    void shouldKeepWhoUsesItsConnectionsWhenItsAddressIsFull() throws Exception {
        start(EdgeOptions.ADDRESS_SOCKETS, 3);
        List<RawSocket> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RawSocket client = RawSocket.connectFrom(HOSTILE, gateway.gateway());
            clients.add(client);
            hostile.add(client);
        }
        await().until(() -> gateway.sockets("websocket") == 4);
        from(HOSTILE).awaitEnd(BOUND);
        assertThat(gateway.socketsEnded("address")).isEqualTo(1);
        for (RawSocket client : clients) {
            client.text("{\"method\":\"ping\"}");
            Frame pong = client.read(RawSocket.TEXT);
            assertThat(pong.text()).isEqualTo("{\"channel\":\"pong\"}");
        }
    }

    @Test
    void shouldEndWhatIsSilentOrSlowInTime() throws Exception {
        start(
                ConnectionOptions.REQUEST_TIMEOUT_MS,
                300,
                EdgeOptions.IDLE_TIMEOUT_MS,
                300,
                EdgeOptions.ANSWER_TIMEOUT_MS,
                300);
        from(HOSTILE).awaitEnd(BOUND);
        assertThat(gateway.socketsEnded("silent")).isEqualTo(1);
        assertThat(from(HOSTILE).send(GET).readToEnd(BOUND)).isEmpty();
        assertThat(gateway.socketsEnded("silent")).isEqualTo(2);
        RawSocket idle = from(HOSTILE);
        assertThat(idle.send(GET + "\r\n").readHead()).startsWith("HTTP/1.1 200 ");
        idle.awaitEnd(BOUND);
        assertThat(gateway.socketsEnded("idle")).isEqualTo(1);
        RawSocket slow = from(HOSTILE);
        slow.send(GET + "Content-Length: 10\r\n\r\n1").awaitEnd(BOUND);
        assertThat(gateway.socketsEnded("slow")).isEqualTo(1);
        assertThat(gateway.sockets("websocket")).as("the witness").isEqualTo(1);
    }

    @Test
    void shouldNotBoundAnAddressThatStandsForMany() throws Exception {
        start(
                EdgeOptions.ADDRESS_SOCKETS,
                3,
                EdgeOptions.ADDRESS_ACCEPTS,
                1,
                ConnectionOptions.ADDRESS_CONNECTIONS,
                2,
                EdgeOptions.SHARED_ADDRESSES,
                HOSTILE);
        for (int i = 0; i < 20; i++) {
            hostile.add(RawSocket.connectFrom(HOSTILE, gateway.gateway()));
        }
        await().until(() -> gateway.gateway().metric("clients") == 21);
    }
}
