package io.orderwire.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.client.OrdersClient.Frame;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIMES = ",\"serverTime\":1778002753500,\"fileTime\":1778002753400";
    private static final long NOW_MS = 1_778_002_753_600L;

    private static Frame frame(String orders, String times) throws IOException {
        return Frame.of(JSON.readTree("{\"id\":\"orders\",\"orders\":[" + orders
                + "],\"cursor\":\"AgEB\",\"dropped\":3,\"gaps\":[]" + times + "}"));
    }

    private static String order(String blockTime) {
        return "{\"part\":1,\"seq\":2,\"block_time\":" + blockTime + ",\"event\":{}}";
    }

    @Test
    void shouldMeasureFromTheBlockAndFromTheFile() throws IOException {
        Frame frame = frame(order("\"2026-05-05T17:39:13.024084407\""), TIMES);

        assertThat(frame.serverTimeMs()).hasValue(1_778_002_753_500L);
        assertThat(frame.fileTimeMs()).hasValue(1_778_002_753_400L);
        assertThat(frame.blockAgeMs(NOW_MS)).hasValue(576);
        assertThat(frame.fileAgeMs(NOW_MS)).hasValue(200);
        assertThat(frame.cursor()).isEqualTo("AgEB");
        assertThat(frame.dropped()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-05T17:39:13, 600",
        "2026-05-05T17:39:13.024, 576",
        "2026-05-05T17:39:13.024999, 576",
        "2026-05-05T17:39:13.024999999, 576",
        "2026-05-05T17:39:14, -400",
        "1969-12-31T23:59:59.9, 1778002753700"
    })
    void shouldTakeEachFormOfABlockTime(String time, long age) throws IOException {
        assertThat(frame(order("\"" + time + "\""), TIMES).blockAgeMs(NOW_MS)).hasValue(age);
    }

    @Test
    void shouldMeasureFromTheNewestBlockOfTheFrame() throws IOException {
        String orders = Stream.of("\"2026-05-05T17:39:13.024\"", "\"2026-05-05T17:39:13.5\"", "\"2026-05-05T17:39:13\"")
                .map(FrameTest::order)
                .collect(Collectors.joining(","));

        assertThat(frame(orders, TIMES).blockAgeMs(NOW_MS)).hasValue(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "17",
                "{}",
                "\"\"",
                "\"yesterday\"",
                "\"2026-05-05T17:39:13Z\"",
                "\"2026-13-05T17:39:13\""
            })
    void shouldHaveNoAgeFromABlockWithoutAUsableTime(String time) throws IOException {
        assertThat(frame(order(time), TIMES).blockAgeMs(NOW_MS)).isEmpty();
    }

    @Test
    void shouldHaveNoAgeFromABlockOfAPlainFile() throws IOException {
        Frame frame = frame("{\"part\":1,\"seq\":2,\"event\":{}}", TIMES);

        assertThat(frame.blockAgeMs(NOW_MS)).isEmpty();
        assertThat(frame.fileAgeMs(NOW_MS)).hasValue(200);
    }

    @Test
    void shouldHaveNoAgesWithoutOrders() throws IOException {
        Frame frame = frame("", ",\"serverTime\":1778002753500");

        assertThat(frame.serverTimeMs()).hasValue(1_778_002_753_500L);
        assertThat(frame.blockAgeMs(NOW_MS)).isEmpty();
        assertThat(frame.fileAgeMs(NOW_MS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"serverTime\":null,\"fileTime\":\"1\"", ",\"serverTime\":1e300,\"fileTime\":1.5"})
    void shouldAcceptFramesWithoutUsableTimes(String times) throws IOException {
        Frame frame = frame(order("\"2026-05-05T17:39:13.024\""), times);

        assertThat(frame.serverTimeMs()).isEmpty();
        assertThat(frame.fileTimeMs()).isEmpty();
        assertThat(frame.fileAgeMs(NOW_MS)).isEmpty();
        assertThat(frame.blockAgeMs(NOW_MS)).hasValue(576);
        assertThat(frame.orders()).hasSize(1);
    }
}
