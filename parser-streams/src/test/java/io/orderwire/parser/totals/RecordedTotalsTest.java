package io.orderwire.parser.totals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.testing.fixtures.Fixtures;
import io.orderwire.testing.fixtures.RecordedRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The totals that parsers of earlier versions left in their changelog topic, whole and damaged. */
class RecordedTotalsTest {
    private static final int COUNTS = 32;
    private static final int WITH_SKIP = COUNTS + 24;

    static List<RecordedRecord> totals() {
        return Fixtures.all().stream()
                .flatMap(version -> Stream.of("totals", "skips").flatMap(kind -> version.records(kind).stream()))
                .toList();
    }

    private static PartitionTotals parse(RecordedRecord recorded) {
        return parse(recorded.row().value());
    }

    private static PartitionTotals parse(byte[] value) {
        return PartitionTotals.serde().deserializer().deserialize("changelog", value);
    }

    /** The bytes are the same, as long as this version writes the layout that it reads. */
    @ParameterizedTest
    @MethodSource("totals")
    void shouldWriteTheSameTotalsAgain(RecordedRecord recorded) {
        PartitionTotals totals = parse(recorded);
        assertThat(totals.seq()).isEqualTo(totals.orders() + totals.deadLetters() + totals.shed());
        assertThat(PartitionTotals.serde().serializer().serialize("changelog", totals))
                .isEqualTo(recorded.row().value());
        assertThat(Serdes.Integer()
                        .deserializer()
                        .deserialize("changelog", recorded.row().key()))
                .isEqualTo(recorded.row().partition());
    }

    @Test
    void shouldReadTheTotalsOfTheFirstVersion() {
        Fixtures version = Fixtures.of("0.1.0");
        assertThat(version.records("totals"))
                .extracting(RecordedTotalsTest::parse)
                .containsExactly(new PartitionTotals(57, 51, 6, 0), new PartitionTotals(15, 15, 0, 0));
        assertThat(version.records("skips"))
                .extracting(RecordedTotalsTest::parse)
                .containsExactly(
                        new PartitionTotals(2, 0, 0, 2, new ShedBlocks(1, 9, "20260505/17@1101", 1_799_999_999_491L)));
    }

    @ParameterizedTest
    @MethodSource("totals")
    void shouldRefuseTotalsThatWereCut(RecordedRecord recorded) {
        byte[] whole = recorded.row().value();
        for (int length = 0; length < Math.min(whole.length, WITH_SKIP); length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            if (length != COUNTS) {
                assertThatThrownBy(() -> parse(cut))
                        .isInstanceOf(SerializationException.class)
                        .hasMessage("changelog: totals of " + length + " bytes, expected 32 or more than 56");
            }
        }
    }

    /** The rule for changes is that another layout begins with a negative number. */
    @ParameterizedTest
    @MethodSource("totals")
    void shouldRefuseTotalsOfAnotherLayout(RecordedRecord recorded) {
        byte[] other = recorded.row().value().clone();
        ByteBuffer.wrap(other).putLong(0, -2);
        assertThatThrownBy(() -> parse(other))
                .isInstanceOf(SerializationException.class)
                .hasMessageStartingWith("changelog: totals that begin with -2: version 2, this parser reads version 1");
    }
}
