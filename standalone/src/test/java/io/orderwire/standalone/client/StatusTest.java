package io.orderwire.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.orderwire.standalone.status.KafkaPart;
import io.orderwire.standalone.status.KafkaView;
import io.orderwire.standalone.status.RecentGaps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusTest {
    private static final String WELL = """
        {"events":{"found":1234567,"skippedAtIngest":1,"duplicates":2,"orders":1234000,"deadLetters":3,\
        "shedByParser":4},"lines":{"read":5,"empty":6},"gateway":{"skipped":7,"droppedSlow":8},\
        "ageMs":{"ingestor":9,"parser":null,"gateway":10},"behind":{"bytes":11,"events":12},"clients":13,\
        "degraded":false,"reasons":[],"exact":true}\
        """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream notes = new ByteArrayOutputStream();
    private HttpServer server;
    private int httpStatus = 200;
    private String body = WELL;
    private String authorization = "";
    private String token;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/stats", exchange -> {
            authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(httpStatus, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** The rows of the screen; those that were broken at the width of a terminal in one piece. */
    private Stream<String> rows() {
        return out.toString(StandardCharsets.UTF_8).replaceAll("\\R {16}", " ").lines();
    }

    private int status(String path, boolean json) throws InterruptedException {
        return status(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path), json);
    }

    private int status(URI url, boolean json) throws InterruptedException {
        return request(url).run(json);
    }

    private StatusRequest request(URI url) {
        return new StatusRequest(
                url,
                Trust.ofJava(),
                token,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(notes, true, StandardCharsets.UTF_8));
    }

    /** Only {@code degraded} decides the exit code. */
    @Test
    void shouldShowWordsOfALaterGatewayAndIgnoreItsMembers() throws Exception {
        body = WELL.replace(
                "\"degraded\"",
                "\"later\":[{}],\"mode\":{\"parser\":\"later-mode\"},\"state\":\"later-state\",\"degraded\"");
        assertThat(status("/", false)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("later-state", "parser later-mode", "1,234,000");
    }

    @Test
    void shouldShowATableWhenWell() throws Exception {
        assertThat(status("/", false)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("well", "1,234,567 events in 5 lines", "1,234,000", "parser unknown,", "13", "exact");
    }

    @Test
    void shouldShowAboutWhenItWillHaveCaughtUp() throws Exception {
        body = WELL.replace("\"events\":12}", "\"events\":12,\"catchUpSeconds\":75}");
        status("/", false);
        body = WELL.replace("\"events\":12}", "\"events\":12,\"catchUpSeconds\":600}");
        status("/", false);
        body = WELL.replace("\"events\":12}", "\"events\":12,\"catchUpSeconds\":0}");
        status("/", false);
        for (int ms : new int[] {400, 1, 9_940, 9_960}) {
            body = WELL.replace(
                    "\"events\":12}",
                    "\"events\":12,\"catchUpSeconds\":" + (ms + 999) / 1_000 + ",\"catchUpMs\":" + ms + "}");
            status("/", false);
        }

        assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("lag")))
                .containsExactly(
                        "lag           11 bytes, 12 events, catching up, about 75 s left",
                        "lag           11 bytes, 12 events, catching up, about 10 min left",
                        "lag           11 bytes, 12 events",
                        "lag           11 bytes, 12 events, catching up, about 0.4 s left",
                        "lag           11 bytes, 12 events, catching up, about 0.1 s left",
                        "lag           11 bytes, 12 events, catching up, about 9.9 s left",
                        "lag           11 bytes, 12 events, catching up, about 10 s left");
    }

    @Test
    void shouldPassOnWhatTheGatewaySaid() throws Exception {
        assertThat(status("/stats", true)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo(WELL);
    }

    @Test
    void shouldAddWhatKafkaShowsAndWhatToDo() throws Exception {
        body = WELL.replace(
                "\"degraded\":false,\"reasons\":[]", "\"degraded\":true,\"reasons\":[\"no parser\",\"odd\"]");

        assertThat(statusWithKafka(false)).isEqualTo(1);
        assertThat(rows())
                .startsWith("status        degraded: no parser; odd")
                .contains("processes     parser ?[2J: stopped for 2 min")
                .last()
                .asString()
                .startsWith("to do         no such process has been heard of");

        out.reset();
        assertThat(statusWithKafka(true)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith(body.substring(0, body.length() - 1) + ",\"advice\":[{\"code\":\"process-missing\"")
                .contains("\"kafka\":{\"servers\":\"k:1\"", "\"condition\":\"stopped\"", "\"clients\":null");
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    }

    @Test
    void shouldShowKafkaWithoutAGateway() throws Exception {
        httpStatus = 503;

        assertThat(statusWithKafka(false)).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("processes     parser ");
        assertThat(notes.toString(StandardCharsets.UTF_8)).contains("HTTP status 503");
    }

    private int statusWithKafka(boolean json) throws InterruptedException {
        KafkaView kafka = new KafkaView(
                "k:1",
                List.of(),
                List.of(),
                List.of(new KafkaView.ProcessView("parser", "\u001b[2J", "", "stopped", 120_000, null, null)),
                RecentGaps.NONE,
                List.of());
        return request(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                .run(json, new KafkaPart(kafka, System.currentTimeMillis()));
    }

    @Test
    void shouldShowTheReasonsWhenDegraded() throws Exception {
        body = WELL.replace("\"degraded\":false,\"reasons\":[]", "\"degraded\":true,\"reasons\":[\"late\",\"far\"]");

        assertThat(status("", false)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("degraded: late; far");
    }

    @Test
    void shouldNotLetOthersSteerTheTerminal() throws Exception {
        body = WELL.replace(
                "\"degraded\":false,\"reasons\":[]",
                "\"mode\":{\"ingestor\":\"\\u001b[1m\",\"parser\":\"\\u009b2J\",\"gateway\":\"live\"},"
                        + "\"state\":\"degraded\",\"degraded\":true,"
                        + "\"reasons\":[\"node: the folder /\\u001b[2J\\r\\n is gone\",\"\\u202eknil\"]");

        assertThat(status("", false)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .startsWith(
                        "status        degraded: node: the folder /?[2J?? is gone; ?knil",
                        "stages        ingestor ?[1m, parser ?2J, gateway live");
    }

    @Test
    void shouldShowThatItIsWarmingAndWhatStagesDoAboutTheirLag() throws Exception {
        body = WELL.replace(
                "\"degraded\":false,\"reasons\":[]",
                "\"lastsMs\":{\"state\":61000},\"mode\":{\"ingestor\":\"catching-up\",\"parser\":\"shedding\",\"gateway\":null},"
                        + "\"state\":\"warming\",\"degraded\":false,\"reasons\":[\"parser: warming up\"]");

        assertThat(status("", false)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .startsWith(
                        "status        warming for 61 s: parser: warming up",
                        "stages        ingestor reads on to catch up, parser sheds, gateway unknown");
    }

    @Test
    void shouldShowTheNodeFirst() throws Exception {
        String node = "\"node\":{\"lagMs\":400,\"chainAgeMs\":465,\"silentMs\":65,\"lastBlock\":985148182,"
                + "\"blocksPerSecond\":15,\"source\":\"streaming\",\"folder\":\"/data/hourly\"},";
        for (String shown : new String[] {
            node,
            node.replace("400", "10800000").replace(":65,", ":64900,").replace(":15,", ":0,"),
            node.replaceAll("400|465|985148182|15", "null").replace("streaming", "plain"),
            "\"node\":{\"lagMs\":null,\"silentMs\":null,\"source\":null,\"folder\":null},",
            node.replace(":65,", ":null,").replace("/data", "/\\u001b[31m\\n")
        }) {
            body = WELL.replace("{\"events\"", "{" + shown + "\"events\"");
            status("/", false);
        }

        assertThat(out.toString(StandardCharsets.UTF_8).lines()).allMatch(line -> line.length() <= 80);
        assertThat(rows().filter(line -> line.matches("(node|folder) .*")))
                .containsExactly(
                        "node          block 985,148,182, 0.4 s behind the chain, 15 blocks/s, last line 65 ms ago",
                        "folder        /data/hourly (streaming)",
                        "node          block 985,148,182, 180 min behind the chain, 0 blocks/s, last line 65 s ago",
                        "folder        /data/hourly (streaming)",
                        "node          last line 65 ms ago",
                        "folder        /data/hourly (plain)",
                        "node          unknown",
                        "node          block 985,148,182, 0.4 s behind the chain, 15 blocks/s, nothing written yet"
                                + " since the start",
                        "folder        /?[31m?/hourly (streaming)");
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("node ");
    }

    @Test
    void shouldSendATokenWhereThereIsOne() throws Exception {
        assertThat(status("/", false)).isZero();
        assertThat(authorization).isEqualTo("null");
        token = "abc";
        assertThat(status("/", false)).isZero();
        assertThat(authorization).isEqualTo("Bearer abc");
    }

    @Test
    void shouldSayWhyItIsRefusedAndNoTokenOfTheAddress() throws Exception {
        httpStatus = 401;
        body = "";
        assertThat(status("/", false)).isEqualTo(2);
        token = "abc";
        assertThat(status("/stats?token=secret", false)).isEqualTo(2);
        httpStatus = 403;
        body = "the host x is not allowed\n";
        assertThat(status("/", false)).isEqualTo(2);
        body = "\u001b[31m" + "x".repeat(10_000);
        assertThat(status("/", false)).isEqualTo(2);

        String port = ":" + server.getAddress().getPort();
        assertThat(notes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "orderwire: no status from http://127.0.0.1" + port
                                + "/stats: HTTP status 401, a token is needed (--token-file)",
                        "orderwire: no status from http://127.0.0.1" + port
                                + "/stats: HTTP status 401, the token is not valid",
                        "orderwire: no status from http://127.0.0.1" + port
                                + "/stats: HTTP status 403: the host x is not allowed",
                        "orderwire: no status from http://127.0.0.1" + port + "/stats: HTTP status 403");
    }

    @Test
    void shouldCallAnImpossibleAddressUnreachable() throws Exception {
        assertThat(status(URI.create("http://127.0.0.1:99999/"), false)).isEqualTo(2);
        assertThat(notes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("orderwire: no status from http://127.0.0.1:99999/stats: port out of range:99999");
    }

    @Test
    void shouldCallAnAnswerThatIsNoneUnreachable() throws Exception {
        httpStatus = 503;
        assertThat(status("/", false)).isEqualTo(2);

        httpStatus = 200;
        for (String answer : new String[] {"hello", "", "[]", "\"\u001b[2J\""}) {
            body = answer;
            assertThat(status("/", true)).isEqualTo(2);
        }
        assertThat(out.size()).isZero();
        assertThat(notes.toString(StandardCharsets.UTF_8).lines()).hasSize(5).noneMatch(line -> line.chars()
                .anyMatch(Character::isISOControl));
    }
}
