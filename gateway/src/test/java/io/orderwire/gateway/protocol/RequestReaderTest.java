package io.orderwire.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.match.OrderFilter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
    private static final String USER = "0x4f235c15474f984504b0f188755021ae45c2fa65";

    private final RequestReader reader = new RequestReader(20);

    @Test
    void shouldReadEveryMemberOfASubscriptionToOrders() {
        String json = "{\"type\":\"orders\",\"id\":\"a\",\"coins\":[\"BTC\",\"@107\"],\"users\":[\""
                + USER.toUpperCase(java.util.Locale.ROOT).replace("0X", "0x")
                + "\"],\"statuses\":[\"open\"],\"sides\":[\"B\"],\"minNotional\":\"1000.50\",\"from\":\"latest\",\"batchMs\":0}";

        assertThat(subscribe(json))
                .isEqualTo(new Request.Subscribe(
                        new SubscriptionSpec.Orders(
                                "a",
                                new OrderFilter(
                                        Set.of("BTC", "@107"),
                                        Set.of(USER),
                                        Set.of("open"),
                                        Set.of("B"),
                                        new BigDecimal("1000.5")),
                                0,
                                StartPosition.LATEST),
                        json));
    }

    @Test
    void shouldTakeAbsentForAll() {
        assertThat(subscribe("{\"type\":\"orders\"}"))
                .isEqualTo(new Request.Subscribe(
                        new SubscriptionSpec.Orders(null, OrderFilter.ALL, 20, StartPosition.LATEST),
                        "{\"type\":\"orders\"}"));
    }

    @Test
    void shouldReadWhereASubscriptionBegins() {
        Cursor cursor =
                new Cursor(Uuid.randomUuid(), new long[] {7, 8}, new long[] {5, 6}, List.of(List.of(), List.of()));

        assertThat(from("\"earliest\"")).isEqualTo(new StartPosition.Earliest());
        assertThat(from("{\"minutesAgo\":5}")).isEqualTo(new StartPosition.Ago(300_000));
        assertThat(from("{\"minutesAgo\":0.25}")).isEqualTo(new StartPosition.Ago(15_000));
        assertThat(from("{\"cursor\":\"" + cursor.encode() + "\"}"))
                .isInstanceOfSatisfying(StartPosition.Behind.class, behind -> {
                    assertThat(behind.cursor().topicId()).isEqualTo(cursor.topicId());
                    assertThat(behind.cursor().nextOffsets()).containsExactly(7, 8);
                    assertThat(behind.cursor().lastSeqs()).containsExactly(5, 6);
                });
    }

    private StartPosition from(String from) {
        Request request = subscribe("{\"type\":\"orders\",\"from\":" + from + "}");
        return ((SubscriptionSpec.Orders) ((Request.Subscribe) request).spec()).from();
    }

    @Test
    void shouldReadThePublicApisRequests() {
        String updates = "{ \"user\": \"" + USER + "\", \"type\": \"orderUpdates\", \"other\": {\"a\":[1]} }";

        assertThat(reader.read("{\"method\":\"ping\"}")).isEqualTo(new Request.Ping());
        assertThat(subscribe(updates))
                .isEqualTo(new Request.Subscribe(new SubscriptionSpec.OrderUpdates(USER), updates));
        assertThat(reader.read(" {\"subscription\":" + updates + ",\"method\":\"unsubscribe\"} "))
                .isEqualTo(new Request.Unsubscribe(new SubscriptionSpec.OrderUpdates(USER), updates));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"orders\",\"from\":\"newest\"}",
                "{\"type\":\"orders\",\"from\":null}",
                "{\"type\":\"orders\",\"from\":{}}",
                "{\"type\":\"orders\",\"from\":{\"minutesAgo\":-1}}",
                "{\"type\":\"orders\",\"from\":{\"minutesAgo\":1e300}}",
                "{\"type\":\"orders\",\"from\":{\"minutesAgo\":\"5\"}}",
                "{\"type\":\"orders\",\"from\":{\"minutesAgo\":5,\"cursor\":\"AQ\"}}",
                "{\"type\":\"orders\",\"from\":{\"cursor\":\"AQ\"}}",
                "{\"type\":\"orders\",\"from\":{\"cursor\":[\"AQ\"]}}",
                "{\"type\":\"orders\",\"coins\":[]}",
                "{\"type\":\"orders\",\"coins\":\"BTC\"}",
                "{\"type\":\"orders\",\"coins\":[7]}",
                "{\"type\":\"orders\",\"coins\":[\"BTC\",null]}",
                "{\"type\":\"orders\",\"coins\":[\"\"]}",
                "{\"type\":\"orders\",\"coins\":[[\"BTC\"]]}",
                "{\"type\":\"orders\",\"coin\":[\"BTC\"]}",
                "{\"type\":\"orders\",\"user\":\"0x12\"}",
                "{\"type\":\"orders\",\"users\":[\"0x12\"]}",
                "{\"type\":\"orders\",\"users\":[]}",
                "{\"type\":\"orders\",\"sides\":[\"buy\"]}",
                "{\"type\":\"orders\",\"statuses\":[]}",
                "{\"type\":\"orders\",\"minNotional\":1000}",
                "{\"type\":\"orders\",\"minNotional\":\"1e3\"}",
                "{\"type\":\"orders\",\"minNotional\":\"-1\"}",
                "{\"type\":\"orders\",\"minNotional\":\"\"}",
                "{\"type\":\"orders\",\"batchMs\":-1}",
                "{\"type\":\"orders\",\"batchMs\":1001}",
                "{\"type\":\"orders\",\"batchMs\":1.5}",
                "{\"type\":\"orders\",\"batchMs\":99999999999}",
                "{\"type\":\"orders\",\"batchMs\":\"20\"}",
                "{\"type\":\"orders\",\"id\":7}",
                "{\"type\":\"orders\",\"id\":null}",
                "{\"type\":\"orderUpdates\"}",
                "{\"type\":\"orderUpdates\",\"user\":\"me\"}",
                "{\"type\":\"orderUpdates\",\"user\":null}",
                "{\"type\":\"trades\",\"coin\":\"BTC\"}",
                "{\"type\":5}",
                "{}"
            })
    void shouldCallASubscriptionInvalidInThePublicApisWords(String json) {
        assertThat(subscribe(json)).isEqualTo(new Request.Refused("Invalid subscription: " + json));
    }

    @Test
    void shouldCallWhatCannotBeUnsubscribedFromUnsubscribed() {
        String json = "{\"type\":\"trades\",\"coin\":\"BTC\"}";

        assertThat(reader.read("{\"method\":\"unsubscribe\",\"subscription\":" + json + "}"))
                .isEqualTo(new Request.Refused("Already unsubscribed: " + json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "null",
                "[]",
                "7",
                "{",
                "{}",
                "{\"method\":\"ping\"",
                "{\"method\":\"ping\"}x",
                "{\"method\":\"ping\"}{}",
                "{\"method\":7}",
                "{\"method\":\"post\",\"id\":1,\"request\":{}}",
                "{\"method\":\"subscribe\"}",
                "{\"method\":\"subscribe\",\"subscription\":7}",
                "{\"method\":\"subscribe\",\"subscription\":null}",
                "{\"method\":\"subscribe\",\"subscription\":[]}",
                "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"type\":\"orders\"}}",
                "{\"method\":\"subscribe\",\"method\":\"ping\"}",
                "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"x\":\"\\q\"}}",
                "{\u0000\"m\u0000\"}",
                "\ufeff{\"method\":\"ping\"}"
            })
    void shouldRefuseWhatIsNoRequestWithItsText(String text) {
        assertThat(reader.read(text))
                .isEqualTo(new Request.Refused("Error parsing JSON into valid websocket request: " + text));
    }

    @Test
    void shouldBoundDepthAndLengths() {
        String deep = "{\"method\":\"ping\",\"x\":" + "[".repeat(20) + "]".repeat(20) + "}";
        String manyCoins = IntStream.range(0, SubscriptionReader.MOST_VALUES + 1)
                .mapToObj(i -> "\"C" + i + "\"")
                .collect(Collectors.joining(",", "{\"type\":\"orders\",\"coins\":[", "]}"));
        String longId = "{\"type\":\"orders\",\"id\":\"" + "x".repeat(SubscriptionReader.LONGEST_ID + 1) + "\"}";

        assertThat(reader.read(deep)).isInstanceOf(Request.Refused.class);
        assertThat(reader.read("{\"method\":\"ping\",\"n\":" + "9".repeat(40) + "}"))
                .isInstanceOf(Request.Refused.class);
        assertThat(subscribe(manyCoins)).isInstanceOf(Request.Refused.class);
        assertThat(subscribe(longId)).isInstanceOf(Request.Refused.class);
    }

    private Request subscribe(String json) {
        return reader.read("{\"method\":\"subscribe\",\"subscription\":" + json + "}");
    }
}
