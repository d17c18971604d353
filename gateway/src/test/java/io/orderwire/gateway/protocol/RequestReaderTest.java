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
import org.junit.jupiter.params.provider.CsvSource;
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
                .isInstanceOfSatisfying(StartPosition.After.class, after -> {
                    assertThat(after.cursor().topicId()).isEqualTo(cursor.topicId());
                    assertThat(after.cursor().nextOffsets()).containsExactly(7, 8);
                    assertThat(after.cursor().lastSeqs()).containsExactly(5, 6);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"pipeline", "gaps"})
    void shouldRefuseAStartInThePastWhereThereIsNone(String type) {
        for (String from : List.of("\"earliest\"", "{\"minutesAgo\":5}", "7")) {
            assertThat(subscribe("{\"from\":" + from + ",\"type\":\"" + type + "\"}"))
                    .isInstanceOfSatisfying(Request.Refused.class, refused -> assertThat(refused.detail())
                            .isEqualTo("from must be \"latest\" or absent: " + type + " cannot begin in the past"));
        }
        assertThat(subscribe("{\"type\":\"" + type + "\",\"from\":\"latest\"}")).isInstanceOf(Request.Subscribe.class);
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
        assertThat(refused(subscribe(json)).error()).isEqualTo("Invalid subscription: " + json);
    }

    @Test
    void shouldCallWhatCannotBeUnsubscribedFromUnsubscribed() {
        String json = "{\"type\":\"trades\",\"coin\":\"BTC\"}";

        assertThat(refused(reader.read("{\"method\":\"unsubscribe\",\"subscription\":" + json + "}"))
                        .error())
                .isEqualTo("Already unsubscribed: " + json);
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
                "{\"method\":\"post\",\"request\":{}}",
                "{\"method\":\"post\",\"id\":null,\"request\":{}}",
                "{\"method\":\"post\",\"id\":\"1\",\"request\":{}}",
                "{\"method\":\"post\",\"id\":1.0,\"request\":{}}",
                "{\"method\":\"post\",\"id\":1e3,\"request\":{}}",
                "{\"method\":\"post\",\"id\":[1],\"request\":{}}",
                "{\"method\":\"post\",\"id\":01,\"request\":{}}",
                "{\"method\":\"post\",\"id\":123456789012345678901234567890123,\"request\":{}}",
                "{\"method\":\"post\",\"id\":1,\"id\":2,\"request\":{}}",
                "{\"method\":\"post\",\"id\":1,\"method\":\"post\"}",
                "{\"method\":\"post\",\"request\":{]},\"id\":1}",
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
        assertThat(refused(reader.read(text)).error())
                .isEqualTo("Error parsing JSON into valid websocket request: " + text);
    }

    @Test
    void shouldBoundDepthAndLengths() {
        String deep = "{\"method\":\"ping\",\"x\":" + "[".repeat(20) + "]".repeat(20) + "}";
        String manyCoins = IntStream.range(0, SubscriptionMembers.MOST_VALUES + 1)
                .mapToObj(i -> "\"C" + i + "\"")
                .collect(Collectors.joining(",", "{\"type\":\"orders\",\"coins\":[", "]}"));
        String longId = "{\"type\":\"orders\",\"id\":\"" + "x".repeat(SubscriptionMembers.LONGEST_ID + 1) + "\"}";

        assertThat(reader.read(deep)).isInstanceOf(Request.Refused.class);
        assertThat(reader.read("{\"method\":\"ping\",\"n\":" + "9".repeat(40) + "}"))
                .isInstanceOf(Request.Refused.class);
        assertThat(subscribe(manyCoins)).isInstanceOf(Request.Refused.class);
        assertThat(subscribe(longId)).isInstanceOf(Request.Refused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':'orders','coin':['BTC']} | unknown member coin; did you mean coins?",
                "{'coin':['BTC'],'sides':['buy'],'type':'orders'} | unknown member coin; did you mean coins?",
                "{'type':'orders','minnotional':'1'} | unknown member minnotional; did you mean minNotional?",
                "{'type':'orders','user':'me'} | unknown member user; did you mean users?",
                "{'type':'orders','coins':[]} | coins must be a list of 1 to 1000 texts, or absent for all;",
                "{'type':'orders','coins':'BTC'} | coins must be a list of 1 to 1000 texts",
                "{'type':'orders','coins':['BTC',7]} | coins[1] must be a coin's name",
                "{'type':'orders','users':['0x12']} | users[0] must be an address, 0x and 40 hexadecimal digits",
                "{'type':'orders','sides':['B','buy']} | sides[1] must be A or B",
                "{'type':'orders','minNotional':1000} | minNotional must be a text that holds an amount",
                "{'type':'orders','from':'newest'} | from must be \"latest\"",
                "{'type':'orders','from':{'minutesAgo':-1}} | from.minutesAgo must be a number from 0 to 525600",
                "{'type':'orders','from':{'minutesAgo':[5]}} | from.minutesAgo must be a number from 0 to 525600",
                "{'type':'orders','from':{'cursor':'gQ'}} | from.cursor must be the text of a cursor",
                "{'type':'orders','from':{'cursor':'AQ'}} | from.cursor is of version 1, and this gateway",
                "{'type':'orders','from':{'cursor':'Aw'}} | from.cursor is of version 3, and this gateway",
                "{'type':'orders','batchMs':1001} | batchMs must be an integer from 0 to 1000",
                "{'type':'orders','id':7} | id must be a text of at most 128 characters",
                "{'type':'orderUpdates'} | user must be an address",
                "{'type':'trades','coin':'BTC'} | type \"trades\" is not served; it takes orders, orderUpdates",
                "{'type':5} | type must be a text; it takes orders",
                "{} | type is missing; it takes orders"
            })
    void shouldNameTheMemberAndWhatItTakes(String json, String detail) {
        assertThat(refused(subscribe(json.replace('\'', '"'))).detail()).startsWith(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[] | a request must be a JSON object",
                "{} | method must be a text; it takes subscribe, unsubscribe, ping",
                "{'method':7} | method must be a text",
                "{'method':'post','id':'1'} | id must be an integer of at most 32 characters, which the answer",
                "{'method':'post'} | id must be an integer of at most 32 characters",
                "{'method':'info','id':1} | method \"info\" is not served; it takes subscribe",
                "{'method':'subscribe'} | subscription must be an object",
                "{'method':'subscribe','subscription':[]} | subscription must be an object",
                "{'method':'ping'}{} | something follows the JSON object",
                "{'method':'ping','method':'ping'} | Duplicate field 'method', at character 25",
                "{'method':'ping','x':'\\ud800'} | a surrogate without its other half",
                "{'method':'ping' | Unexpected end-of-input"
            })
    void shouldSayWhyATextIsNotARequest(String json, String detail) {
        assertThat(refused(reader.read(json.replace('\'', '"'))).detail()).startsWith(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'method':'post','id':7,'request':{'type':'info','payload':{'type':'meta'}}} | 7",
                "{'method':'post','request':{'type':'action'},'id':0} | 0",
                "{'id':-12,'method':'post'} | -12",
                "{'id':18446744073709551615,'method':'\\u0070ost','request':null} | 18446744073709551615",
                "{'method':'post','id':12345678901234567890123456789012} | 12345678901234567890123456789012",
                "{'method':'post','id':3,'request':'\\ud800'} | 3",
                "{'method':'post','id':4,'request':[}} | 4",
                "{'method':'post','id':5,'request':{'a':1,'a':2}} | 5",
                "{'method':'post','id':6,'request':{} | 6",
                "{'method':'post','id':8}{} | 8"
            })
    void shouldReadTheIdOfAPostWhateverElseIsInIt(String json, String id) {
        assertThat(reader.read(json.replace('\'', '"'))).isEqualTo(new Request.Post(id));
    }

    @Test
    void shouldReadTheIdOfAPostWhoseRequestIsDeepOrLong() {
        String deep = "{\"a\":[".repeat(400) + "]}".repeat(400);
        String deeper = "[".repeat(5_000) + "]".repeat(5_000);
        String text = "\"" + "x".repeat(50_000) + "\"";
        String number = "9".repeat(50_000);
        String name = "{" + text + ":1}";

        for (String request : List.of(deep, text, number, "-" + number + ".5e-7", name)) {
            assertThat(reader.read("{\"method\":\"post\",\"request\":" + request + ",\"id\":1}"))
                    .isEqualTo(new Request.Post("1"));
        }
        assertThat(reader.read("{\"id\":1,\"method\":\"post\",\"request\":" + deeper + "}"))
                .isEqualTo(new Request.Post("1"));
        assertThat(reader.read("{\"method\":\"post\",\"request\":" + deeper + ",\"id\":1}"))
                .isInstanceOf(Request.Refused.class);
    }

    @Test
    void shouldNameTheMemberThatIsBeyondABound() {
        String tooLong = "x".repeat(4_097);

        assertThat(subscribe("{\"type\":\"orders\",\"coins\":[\"BTC\",\"" + tooLong + "\"]}"))
                .extracting(request -> refused(request).detail())
                .asString()
                .startsWith("subscription.coins[1] must be a text of at most 4096 characters");
        assertThat(subscribe("{\"type\":\"orders\",\"batchMs\":" + "1".repeat(33) + "}"))
                .extracting(request -> refused(request).detail())
                .asString()
                .startsWith("subscription.batchMs must be a number of at most 32 characters");
        assertThat(subscribe("{\"type\":\"orders\",\"batchMs\":1." + "1".repeat(33) + "}"))
                .extracting(request -> refused(request).detail())
                .asString()
                .startsWith("subscription.batchMs must be a number of at most 32 characters");
        assertThat(subscribe("{\"type\":\"orders\",\"from\":[[[[[[[0]]]]]]]}"))
                .extracting(request -> refused(request).detail())
                .asString()
                .startsWith("subscription.from[0][0][0][0][0][0] must not be an object or a list: the request has"
                        + " more than 8 levels");
        assertThat(subscribe("{\"" + tooLong + "\":1}"))
                .extracting(request -> refused(request).detail())
                .asString()
                .startsWith("a member's name must have at most 64 characters");
        assertThat(reader.read("[".repeat(9) + "]".repeat(9)))
                .extracting(request -> refused(request).detail())
                .isEqualTo("a request must be a JSON object");
    }

    private static Request.Refused refused(Request request) {
        return (Request.Refused) request;
    }

    private Request subscribe(String json) {
        return reader.read("{\"method\":\"subscribe\",\"subscription\":" + json + "}");
    }
}
