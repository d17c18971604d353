package io.orderwire.example.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.topic.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Records as a later version may write them. */
class BatchTest {
    private static final String LATER_GAP = "{\"id\":\"i\",\"where\":\"later-stage\",\"reason\":\"later-reason\","
            + "\"partition\":0,\"later\":[{}],\"fromMs\":1,\"toMs\":2}";

    private final Batch batch = new Batch();
    private final OrderValues values = new OrderValues(1);

    private void add(byte[] value, String... headers) {
        RecordHeaders all = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], Headers.value(headers[i + 1]));
        }
        batch.add(new ConsumerRecord<>(
                "orders", 0, 7, 1_000, TimestampType.CREATE_TIME, 0, 0, null, value, all, Optional.empty()));
    }

    private byte[] order(String status) {
        return values.next(0, OrderValues.event(OrderValues.user(1), status, "BTC", 9));
    }

    private static String text(CopyText rows) throws IOException {
        return new String(rows.stream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldKeepRecordsOfALaterVersionUnreadWithTheReason() throws IOException {
        add(order("open"), Headers.VERSION, "2");
        add(null, Headers.VERSION, "2", Headers.GAP, LATER_GAP);
        add(order("open"));
        assertThat(batch.unread().rows()).isEqualTo(2);
        assertThat(text(batch.unread()).lines())
                .allMatch(row ->
                        row.endsWith("ow.version is 2: a later version wrote the record, this one reads up to 1"));
        assertThat(batch.orders().rows()).isEqualTo(1);
    }

    @Test
    void shouldStoreUnknownStatusesHeadersAndWords() throws IOException {
        add(order("restingLater"), "ow.later", "x");
        add(null, Headers.GAP, LATER_GAP);
        assertThat(batch.unread().rows()).isZero();
        assertThat(text(batch.orders())).contains("\trestingLater\t");
        assertThat(text(batch.gaps())).contains("\tlater-stage\tlater-reason\t");
    }
}
