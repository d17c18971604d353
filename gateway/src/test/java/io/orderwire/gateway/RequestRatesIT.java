package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests that come too fast or cost too much: the address that sends them is refused, and others are served. */
class RequestRatesIT extends HostileCase {
    private static final String HOSTILE = "127.0.0.2";
    private static final String OTHER = "127.0.0.3";
    private static final String END = " HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** Sends a request on a new connection, and returns the head of the answer. */
    private String ask(String source, String path) throws IOException {
        try (RawSocket client = RawSocket.openFrom(source, gateway.gateway())) {
            return client.send("GET " + path + END).readHead();
        }
    }

    private double limited(String option) {
        return gateway.gateway().meters().find("orderwire.gateway.limited").tag("limit", option).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void shouldRefuseWhoPollsFasterThanAllowedAndServeOthers() throws Exception {
        start(EdgeOptions.ADDRESS_REQUESTS, 2);
        try (RawSocket client = RawSocket.openFrom(HOSTILE, gateway.gateway())) {
            client.send(("GET /stats" + END).repeat(200));
            String all = client.readToEnd(BOUND);
            assertThat(all)
                    .contains("HTTP/1.1 429 ", "Retry-After: 1\r\n")
                    .endsWith("this address sends requests too fast: gateway.address.requests.per.second is 2\n");
            assertThat(all.split("HTTP/1\\.1 200 ", -1).length - 1).isBetween(20, 60);
        }
        assertThat(ask(HOSTILE, "/")).startsWith("HTTP/1.1 429 ");
        assertThat(ask(OTHER, "/stats")).startsWith("HTTP/1.1 200 ");
        assertThat(limited("gateway.address.requests.per.second")).isEqualTo(2);
    }

    @Test
    void shouldBoundAConnectionOfAnAddressThatStandsForMany() throws Exception {
        start(EdgeOptions.ADDRESS_REQUESTS, 2, EdgeOptions.SHARED_ADDRESSES, HOSTILE);
        for (int i = 0; i < 50; i++) {
            assertThat(ask(HOSTILE, "/")).startsWith("HTTP/1.1 200 ");
        }
        try (RawSocket client = RawSocket.openFrom(HOSTILE, gateway.gateway())) {
            client.send(("GET /" + END).repeat(200));
            assertThat(client.readToEnd(BOUND)).contains("this connection sends requests too fast");
        }
        assertThat(ask(HOSTILE, "/")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void shouldRefuseHandshakesThatComeTooFast() throws Exception {
        start(EdgeOptions.ADDRESS_HANDSHAKES, 1);
        for (int i = 0; i < 10; i++) {
            RawSocket.connectFrom(HOSTILE, gateway.gateway()).close();
        }
        String refused = "";
        for (int i = 0; i < 5; i++) {
            try {
                RawSocket.connectFrom(HOSTILE, gateway.gateway()).close();
            } catch (IOException e) {
                refused = String.valueOf(e.getMessage());
            }
        }
        assertThat(refused).contains("HTTP/1.1 429 ", "Retry-After: 1\r\n");
        RawSocket.connectFrom(OTHER, gateway.gateway()).close();
    }

    @Test
    void shouldRefuseSearchesThatTakeTooMuchTimeAndServeOthers() throws Exception {
        start(EdgeOptions.ADDRESS_SEARCH_MS, 1);
        gateway.write(4_000);
        String search = "/api/v1/orders?minNotional=99999999999999";
        String head = "HTTP/1.1 200 ";
        for (int i = 0; i < 1_000 && head.startsWith("HTTP/1.1 200 "); i++) {
            head = ask(HOSTILE, search);
        }
        assertThat(head).startsWith("HTTP/1.1 429 ").contains("Retry-After: ", "application/problem+json");
        assertThat(limited("gateway.address.search.ms.per.second")).isEqualTo(1);
        assertThat(ask(OTHER, search)).startsWith("HTTP/1.1 200 ");
        gateway.assertServes();
    }

    /** Answers that a client does not read take bounded memory, and do not occupy turns of searches. */
    @Test
    void shouldSearchForOthersWhileAnAddressDoesNotReadItsAnswers() throws Exception {
        start(EdgeOptions.ANSWERS_BYTES, 4 << 20, EdgeOptions.ANSWER_BYTES, 1 << 20);
        gateway.writeAndAwait(4_000);
        for (int i = 0; i < 8; i++) {
            RawSocket deaf = RawSocket.openFrom(HOSTILE, SMALL_BUFFER, gateway.gateway());
            hostile.add(deaf);
            deaf.send("GET /api/v1/orders?limit=1000" + END);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(ask(OTHER, "/api/v1/orders?limit=1")).startsWith("HTTP/1.1 200 ");
        }
        List<String> refused = List.of(ask(HOSTILE, "/api/v1/orders?limit=1000"));
        assertThat(refused).allMatch(head -> head.startsWith("HTTP/1.1 429 "));
        assertThat(limited("gateway.answers.bytes")).isPositive();
        assertThat(gateway.gateway().metric("answers")).isBetween(1.0, 1.0 * (1 << 20));
    }
}
