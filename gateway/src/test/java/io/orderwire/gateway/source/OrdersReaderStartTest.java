package io.orderwire.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.junit.jupiter.api.Test;

/** How a reader handles records that were written before it started. */
class OrdersReaderStartTest extends OrdersReaderFixture {
    private OrdersReader readerBehind(Runnable records, int count) {
        consumer.updateBeginningOffsets(Map.of(FIRST, END - count));
        offsets[0] = END - count;
        consumer.schedulePollTask(records);
        return reader(true);
    }

    @Test
    void shouldKnowWhatWasThereForWhatItIsWhenItComesAgain() {
        OrdersReader reader = readerBehind(
                () -> {
                    append(0, 1, 0);
                    append(0, 2, 0);
                },
                2);
        assertThat(sink.events()).containsExactly("end");
        assertThat(live.lastSeq(0)).isEqualTo(2);
        assertThat(live.lastSeq(1)).isZero();

        append(0, 1, 0);
        append(0, 2, 0);
        append(0, 3, 0);
        append(1, 7, 0);

        assertThat(turn(reader)).containsExactly(order(0, 3), order(1, 7), "end");
        assertThat(count("repeated")).isEqualTo(2);
        assertThat(metrics.skippedEvents().total()).isZero();
    }

    @Test
    void shouldBeginAllTheSameWhenRetentionTakesWhatItLooksAt() {
        consumer.updateBeginningOffsets(Map.of(FIRST, END - 2));
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(FIRST, END - 2)));
        OrdersReader reader = reader(true);

        append(0, 7, 0);

        assertThat(turn(reader)).containsExactly(order(0, 7), "end");
        assertThat(sink.gaps()).isEmpty();
        assertThat(count("offsets.gone")).isZero();
    }

    @Test
    void shouldTellOfALossThatWasThereOnlyWhatIsNew() {
        OrdersReader reader = readerBehind(() -> marker(0, "parser-0-5", 5, 8, 0), 1);
        assertThat(sink.gaps()).isEmpty();
        assertThat(live.lastSeq(0)).isEqualTo(8);

        marker(0, "parser-0-5", 5, 20, 0);
        append(0, 21, 0);

        assertThat(turn(reader)).hasSize(3).endsWith(order(0, 21), "end");
        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.fromSeq()).isEqualTo(9);
            assertThat(gap.toSeq()).isEqualTo(20);
            assertThat(gap.events()).isEqualTo(12);
        });
    }
}
