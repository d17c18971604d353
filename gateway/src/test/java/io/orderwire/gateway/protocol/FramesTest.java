package io.orderwire.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.JsonView;
import io.orderwire.gateway.OrderMaker;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.session.Loss;
import io.orderwire.websocket.transport.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramesTest {
    private static final String USER = OrderMaker.user(1);

    private final OrderMaker maker = new OrderMaker(1, 4);
    private final UpdatesFrame.Encoder updates = new UpdatesFrame.Encoder();

    @Test
    void shouldWriteOrdersUntouched() {
        Made first = maker.next();
        Made second = maker.next();
        OrdersFrame frame = frame("a \"quoted\" é", List.of(first.value(), second.value()), 0, List.of(), "c-1", 17);

        assertThat(text(frame.message()))
                .isEqualTo("{\"channel\":\"orders\",\"data\":{\"id\":\"a \\\"quoted\\\" é\",\"orders\":[" + first.json()
                        + "," + second.json()
                        + "],\"cursor\":\"c-1\",\"dropped\":0,\"gaps\":[],\"serverTime\":17,\"fileTime\":16}}");
        assertThat(frame.bytes()).isEqualTo(frame.message().length());
        assertThat(frame.events()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 9, -1", "2, 10, 99", "3, 1234567890123456789, -9000000000000000000"})
    void shouldKnowItsLengthBeforeItIsWritten(int count, long dropped, long timeMs) {
        List<byte[]> some = Collections.nCopies(count, utf8("{\"é\":1}"));
        OrdersBody body = new OrdersBody(new OrdersBody.Content(some, timeMs, dropped, some, "c-1", timeMs, 4_096));

        assertThat(body.length()).isEqualTo(body.text().bytes().length);
        Loss loss = new Loss();
        loss.addEvents(5);
        assertThat(text(body.after(utf8("{\"data\":{\"id\":1"), loss)))
                .contains("\"dropped\":" + (dropped + 5) + ",\"gaps\":[")
                .contains("],\"serverTime\":" + timeMs);
    }

    @Test
    void shouldTellALossInACopyOfTheFrame() {
        OrdersFrame plain = frame("a", List.of(utf8("{}")), 0, List.of(), "c", 17);
        OrdersFrame withGap = frame("a", List.of(utf8("{}")), 0, List.of(utf8("{\"id\":2}")), "c", 17);
        Loss loss = new Loss();
        loss.addEvents(12_345);

        assertThat(text(plain.messageAfter(loss)))
                .isEqualTo("{\"channel\":\"orders\",\"data\":{\"id\":\"a\",\"orders\":[{}],\"cursor\":\"c\","
                        + "\"dropped\":12345,\"gaps\":[],\"serverTime\":17,\"fileTime\":16}}");
        loss.addGap(utf8("{\"id\":1}"));
        assertThat(text(plain.messageAfter(loss))).contains("\"dropped\":12345,\"gaps\":[{\"id\":1}],\"serverTime\"");
        assertThat(text(withGap.messageAfter(loss)))
                .contains("\"dropped\":12345,\"gaps\":[{\"id\":1},{\"id\":2}],\"serverTime\"");
        assertThat(text(plain.message())).as("the shared one").contains("\"dropped\":0,\"gaps\":[]");
    }

    @Test
    void shouldHandOnWhatADroppedFrameWasToTell() {
        OrdersFrame frame = frame("a", List.of(utf8("{}"), utf8("{}")), 0, List.of(utf8("{\"id\":1}")), "c", 17);
        Loss loss = new Loss();

        assertThat(frame.lose(loss)).isEqualTo(2);
        assertThat(loss.events()).isEqualTo(2);
        assertThat(loss.gaps()).containsExactly(utf8("{\"id\":1}"));
    }

    @Test
    void shouldAddWhatEverybodyLostToWhatASlowClientLost() {
        OrdersFrame frame = frame("a", List.of(utf8("{}")), 40, List.of(), "c", 17);
        Loss loss = new Loss();
        assertThat(text(frame.message()))
                .contains("\"cursor\":\"c\",\"dropped\":40,\"gaps\":[],\"serverTime\":17,\"fileTime\":16}}");
        assertThat(frame.lose(loss)).as("lost for being slow").isEqualTo(1);
        assertThat(text(frame.messageAfter(loss)))
                .contains("\"cursor\":\"c\",\"dropped\":81,\"gaps\":[],\"serverTime\":17,\"fileTime\":16}}");

        UpdatesFrame notice = UpdatesFrame.loss(USER, 3);
        assertThat(text(notice.message()))
                .isEqualTo("{\"channel\":\"dropped\",\"data\":{\"user\":\"" + USER + "\",\"dropped\":3}}");
        assertThat(notice.lose(loss)).isZero();
        assertThat(loss.events()).isEqualTo(44);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-05T17:39:13, 1778002753000",
        "2026-05-05T17:39:13.024, 1778002753024",
        "2026-05-05T17:39:13.024084, 1778002753024",
        "2026-05-05T17:39:13.024084407, 1778002753024",
        "some day, 55"
    })
    void shouldWriteUpdatesInThePublicShape(String time, long statusTimestamp) {
        String event = maker.event(USER, "BTC", "open", "B", "81233.0", "0.92242", time)
                .replaceFirst("\"cloid\":.*}}", "\"cloid\":\"0xd4cf\"}}");
        add(maker.make(USER, event));
        String oid = event.replaceFirst(".*\"oid\":(\\d+).*", "$1");

        assertThat(text(updates.take().message()))
                .isEqualTo("{\"channel\":\"orderUpdates\",\"data\":[{\"order\":{\"coin\":\"BTC\",\"side\":\"B\","
                        + "\"limitPx\":\"81233.0\",\"sz\":\"0.0003\",\"oid\":" + oid
                        + ",\"timestamp\":1778002753024,\"origSz\":\"0.92242\",\"cloid\":\"0xd4cf\"},\"status\":\"open\","
                        + "\"statusTimestamp\":" + statusTimestamp + ",\"user\":\"" + USER + "\"}]}");
    }

    @Test
    void shouldCopyValuesAsTheyStandAndLeaveOutWhatIsNotThere() {
        add(maker.make(
                USER,
                "{\"order\" : {\"cloid\":null, \"oid\" : 7 ,\"sz\":\"1.000\",\"coin\":\"\\u0042TC\",\"side\":\"B\","
                        + "\"limitPx\": 5.10e3 ,\"children\":[{\"sz\":\"9\"}]},\"status\":\"op\\\"en\",\"user\":\""
                        + USER
                        + "\",\"time\":\"2026-05-05T17:39:13\",\"extra\":{\"status\":\"no\"}}"));

        assertThat(text(updates.take().message()))
                .isEqualTo(
                        "{\"channel\":\"orderUpdates\",\"data\":[{\"order\":{\"coin\":\"\\u0042TC\",\"side\":\"B\",\"limitPx\":5.10e3,"
                                + "\"sz\":\"1.000\",\"oid\":7},\"status\":\"op\\\"en\",\"statusTimestamp\":1778002753000,\"user\":\""
                                + USER + "\"}]}");
    }

    @Test
    void shouldJoinUpdatesAndBeginAnewAfterAFrame() {
        add(maker.next());
        add(maker.next());
        UpdatesFrame both = updates.take();
        add(maker.next());

        assertThat(both.lose(new Loss())).isEqualTo(2);
        assertThat(updates.events()).isEqualTo(1);
        assertThat(text(updates.take().message())).startsWith("{\"channel\":\"orderUpdates\",\"data\":[{\"order\"");
    }

    @Test
    void shouldTellALossOfUpdatesByAMessageOfItsOwn() {
        Loss counted = new Loss();
        counted.addEvents(7);
        Loss uncounted = new Loss();
        UpdatesFrame.uncountedLoss(USER).lose(uncounted);

        assertThat(text(UpdatesFrame.lossNotice(USER, counted)))
                .isEqualTo("{\"channel\":\"dropped\",\"data\":{\"user\":\"" + USER + "\",\"dropped\":7}}");
        assertThat(text(UpdatesFrame.lossNotice(USER, uncounted)))
                .isEqualTo("{\"channel\":\"dropped\",\"data\":{\"user\":\"" + USER + "\",\"dropped\":null}}");
    }

    @Test
    void shouldTellLostGapsWithTheNext() {
        Loss loss = new Loss();
        new GapsFrame(utf8("{\"id\":1}")).lose(loss);
        GapsFrame next = new GapsFrame(utf8("{\"id\":2}"));

        assertThat(text(next.message())).isEqualTo("{\"channel\":\"gaps\",\"data\":[{\"id\":2}]}");
        assertThat(text(next.messageAfter(loss))).isEqualTo("{\"channel\":\"gaps\",\"data\":[{\"id\":1},{\"id\":2}]}");
    }

    @Test
    void shouldReportLostGapsBeforeAFrameThatHasNoRoomForThem() {
        int limit = 4_096;
        OrdersFrame frame = frame("a", List.of(utf8("\"" + "x".repeat(3_000) + "\"")), 0, List.of(), "c-9", 17, limit);
        Loss loss = new Loss();
        for (int i = 0; i < 40; i++) {
            frame(
                            "a",
                            List.of(utf8("{}")),
                            0,
                            List.of(utf8("{\"id\":\"" + "g".repeat(300) + i + "\"}")),
                            "c-" + i,
                            17,
                            limit)
                    .lose(loss);
        }
        List<String> gaps = new ArrayList<>();
        for (Message report = frame.reportBefore(loss); report != null; report = frame.reportBefore(loss)) {
            assertThat(report.length()).isLessThanOrEqualTo(limit);
            assertThat(text(report))
                    .startsWith("{\"channel\":\"orders\",\"data\":{\"id\":\"a\",\"orders\":[],\"cursor\":\"c-39\",")
                    .endsWith("],\"serverTime\":17}}");
            gaps.addAll(JsonView.elements(JsonView.at(text(report), "data", "gaps")));
        }
        Message last = frame.messageAfter(loss);
        assertThat(last.length()).isLessThanOrEqualTo(limit);
        gaps.addAll(JsonView.elements(JsonView.at(text(last), "data", "gaps")));

        assertThat(JsonView.at(text(last), "data", "dropped")).isEqualTo("40");
        assertThat(gaps).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void shouldReportLostGapsOfTheChannelOfGapsInMessagesOfAtMost64KiB() {
        GapsFrame next = new GapsFrame(utf8("{\"id\":\"last\"}"));
        Loss loss = new Loss();
        for (int i = 0; i < 250; i++) {
            new GapsFrame(utf8("{\"id\":\"" + "g".repeat(600) + i + "\"}")).lose(loss);
        }
        List<String> gaps = new ArrayList<>();
        for (Message report = next.reportBefore(loss); report != null; report = next.reportBefore(loss)) {
            assertThat(report.length()).isBetween(60_000, 65_536);
            gaps.addAll(JsonView.elements(JsonView.at(text(report), "data")));
        }
        assertThat(next.messageAfter(loss).length()).isLessThanOrEqualTo(65_536);
        gaps.addAll(JsonView.elements(JsonView.at(text(next.messageAfter(loss)), "data")));

        assertThat(gaps).hasSize(251).doesNotHaveDuplicates();
    }

    @Test
    void shouldNameAnEndedSubscription() {
        assertThat(text(Answers.ended(new SubscriptionSpec.OrderUpdates(USER), null, "why")
                        .message()))
                .isEqualTo("{\"channel\":\"error\",\"data\":\"Subscription ended: {\\\"type\\\":\\\"orderUpdates\\\","
                        + "\\\"user\\\":\\\"" + USER + "\\\"}\",\"detail\":\"why\"}");
    }

    @Test
    void shouldLeaveOutTheEndOfAnErrorThatWouldBeTooLong() {
        for (String text : List.of("\u0001".repeat(65_536), "😀".repeat(32_768), "\"".repeat(70_000))) {
            TextFrame error = Answers.error("Invalid subscription: " + text, "why");

            assertThat(error.bytes()).isBetween(40_000, 65_536);
            assertThat(text(error.message()))
                    .startsWith("{\"channel\":\"error\"")
                    .endsWith(",\"detail\":\"why\"}");
        }
    }

    @Test
    void shouldAnswerInThePublicApisShape() {
        assertThat(text(Answers.pong().message())).isEqualTo("{\"channel\":\"pong\"}");
        assertThat(text(Answers.error("Already subscribed: {\"a\":\"é\"}", "why")
                        .message()))
                .isEqualTo(
                        "{\"channel\":\"error\",\"data\":\"Already subscribed: {\\\"a\\\":\\\"é\\\"}\",\"detail\":\"why\"}");
        assertThat(text(Answers.subscribed("{\"a\":1}", null, null).message()))
                .isEqualTo(
                        "{\"channel\":\"subscriptionResponse\",\"data\":{\"method\":\"subscribe\",\"subscription\":{\"a\":1}}}");
        assertThat(text(Answers.subscribed("{ \"a\":{} }", "3", "c").message()))
                .isEqualTo("{\"channel\":\"subscriptionResponse\",\"data\":{\"method\":\"subscribe\",\"subscription\":"
                        + "{ \"a\":{} ,\"id\":\"3\"},\"cursor\":\"c\"}}");
        assertThat(text(Answers.unsubscribed("{\"a\":1}").message()))
                .isEqualTo(
                        "{\"channel\":\"subscriptionResponse\",\"data\":{\"method\":\"unsubscribe\",\"subscription\":{\"a\":1}}}");
    }

    private void add(Made made) {
        RecordView view = new RecordView();
        view.turnTo(USER.getBytes(StandardCharsets.ISO_8859_1), made.value(), 55);
        assertThat(view.readable()).isTrue();
        updates.add(view);
    }

    private OrdersFrame frame(
            String id, List<byte[]> values, long dropped, List<byte[]> gaps, String cursor, long serverTime) {
        return frame(id, values, dropped, gaps, cursor, serverTime, 65_536);
    }

    private OrdersFrame frame(
            String id,
            List<byte[]> values,
            long dropped,
            List<byte[]> gaps,
            String cursor,
            long serverTime,
            int limit) {
        return new OrdersFrame(
                OrdersFrame.head(id),
                new OrdersBody(
                        new OrdersBody.Content(values, serverTime - 1, dropped, gaps, cursor, serverTime, limit)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Message message) {
        return StandardCharsets.UTF_8.decode(message.text()).toString();
    }
}
