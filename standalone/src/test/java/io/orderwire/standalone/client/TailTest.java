package io.orderwire.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.client.ScriptedGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TailTest {
    private static final String ACKNOWLEDGED = "{\"channel\":\"subscriptionResponse\",\"data\":{\"cursor\":\"a\"}}";
    private static final String NO_LOSS = "\"dropped\":0,\"gaps\":[]";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream notes = new ByteArrayOutputStream();

    /** A reader that leaves after that many lines. */
    private PrintStream reader(int lines) {
        return new PrintStream(
                new OutputStream() {
                    private int left = lines;

                    @Override
                    public void write(int b) throws IOException {
                        if (left == 0) {
                            throw new IOException("nobody reads");
                        }
                        out.write(b);
                        left -= b == '\n' ? 1 : 0;
                    }
                },
                false,
                StandardCharsets.UTF_8);
    }

    private int tail(ScriptedGateway gateway, int lines) throws InterruptedException {
        ShownOrders filter = new ShownOrders(List.of("BTC"), List.of(), List.of());
        PrintStream errors = new PrintStream(notes, false, StandardCharsets.UTF_8);
        TailOutput output = new TailOutput(reader(lines), errors, false, Clock.systemUTC());
        return new Tail(gateway.url(), Trust.ofJava(), null, filter, output).run();
    }

    private static String frame(int oid, String cursor, String loss) {
        return "{\"channel\":\"orders\",\"data\":{\"id\":\"orders\",\"orders\":[{\"part\":1,\"seq\":" + oid
                + ",\"event\":{\"order\":{\"oid\":" + oid + "}}}],\"cursor\":\"" + cursor + "\"," + loss + "}}";
    }

    private List<String> oids() {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    private List<String> notes(ScriptedGateway gateway) {
        return notes.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replace(gateway.url().toString(), "URL"))
                .toList();
    }

    @Test
    void shouldResumeAfterTheLastOrderAndShowALossBeforeTheNextOne() throws Exception {
        String lost = "\"dropped\":2,\"gaps\":[{\"where\":\"retention\",\"reason\":\"retention\",\"events\":5}]";
        try (ScriptedGateway gateway = new ScriptedGateway(
                List.of(ACKNOWLEDGED, frame(1, "b", NO_LOSS)),
                List.of(ACKNOWLEDGED, frame(2, "c", lost), frame(3, "d", NO_LOSS)))) {
            assertThat(tail(gateway, 2)).isZero();

            assertThat(oids()).containsExactly("1", "2");
            assertThat(gateway.requests())
                    .satisfiesExactly(
                            first -> assertThat(first).endsWith(",\"coins\":[\"BTC\"],\"from\":\"latest\"}}"),
                            second -> assertThat(second).endsWith(",\"from\":{\"cursor\":\"b\"}}}"));
            assertThat(notes(gateway))
                    .hasSize(3)
                    .first()
                    .isEqualTo("# URL: closed with 1001; trying again, to resume after the last order");
            assertThat(notes(gateway).subList(1, 3))
                    .containsExactly(
                            "# 2 orders dropped: this reader was too slow",
                            "# 5 events lost at the retention (retention)");
        }
    }

    @Test
    void shouldGoBackToNewOrdersWhenTheTopicIsAnotherOne() throws Exception {
        try (ScriptedGateway gateway = new ScriptedGateway(
                List.of(ACKNOWLEDGED, frame(1, "b", NO_LOSS)),
                List.of("{\"channel\":\"error\",\"data\":\"Cursor of a topic that is no more: {\\\"type\\\":1}\","
                        + "\"detail\":\"subscribe without it\"}"),
                List.of(ACKNOWLEDGED, frame(2, "c", NO_LOSS), frame(3, "d", NO_LOSS)))) {
            assertThat(tail(gateway, 2)).isZero();

            assertThat(oids()).containsExactly("1", "2");
            assertThat(gateway.requests().get(2)).endsWith(",\"from\":\"latest\"}}");
            assertThat(notes(gateway).get(1))
                    .isEqualTo("# URL: Cursor of a topic that is no more; going back to new orders, orders until then"
                            + " are not shown");
        }
    }

    @Test
    void shouldEndWithTwoWhenItIsRefused() throws Exception {
        try (ScriptedGateway gateway = new ScriptedGateway(
                List.of("HTTP/1.1 401 Unauthorized"),
                List.of("HTTP/1.1 403 Forbidden"),
                List.of("{\"channel\":\"error\",\"data\":\"Invalid subscription: {}\",\"detail\":\"\\u001b[1m\"}"))) {
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThat(tail(gateway, 1)).isEqualTo(2);
            }
            assertThat(notes(gateway))
                    .containsExactly(
                            "orderwire: the gateway says: a token is needed (--token-file)",
                            "orderwire: the gateway says: HTTP status 403; if the gateway is to answer as 127.0.0.1,"
                                    + " list that in gateway.allowed.hosts",
                            "orderwire: the gateway says: Invalid subscription: {}; ?[1m");
        }
    }
}
