package io.orderwire.contract.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.position.Offsets;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawHeadTest {
    private static final byte[] VALUE = "x\ny\n".getBytes(StandardCharsets.UTF_8);

    private static RecordHeaders headers() {
        Offsets offsets = new Offsets();
        offsets.add(100);
        offsets.add(102);
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.FILE, Headers.value("20260505/17~2"));
        headers.add(Headers.SEQ, Headers.value(7));
        headers.add(Headers.EVENTS, Headers.value(2));
        headers.add(Headers.OFFSETS, offsets.toHeader());
        headers.add(Headers.NUMBERING, Headers.value("n"));
        return headers;
    }

    private static Stream<String> names() {
        return Stream.of(Headers.FILE, Headers.SEQ, Headers.EVENTS, Headers.OFFSETS);
    }

    @Test
    void shouldReadWhatAnIngestorWrote() {
        RawHead head = RawHead.of(headers(), VALUE);
        assertThat(head.firstSeq()).isEqualTo(7);
        assertThat(head.lastSeq()).isEqualTo(8);
        assertThat(head.numbering()).isEqualTo("n");
        assertThat(head.firstPosition()).hasToString("20260505/17~2@100");
        RecordHeaders former = headers();
        former.remove(Headers.NUMBERING);
        assertThat(RawHead.of(former, VALUE).numbering()).isEmpty();
    }

    @Test
    void shouldReadTheNumberOfPartitionsIfThereIsOne() {
        RecordHeaders headers = headers();
        assertThat(RawHead.partitions(headers)).isZero();
        headers.add(Headers.PARTITIONS, Headers.value(12));
        assertThat(RawHead.of(headers, VALUE).lastSeq()).isEqualTo(8);
        assertThat(RawHead.partitions(headers)).isEqualTo(12);
        headers.add(Headers.PARTITIONS, Headers.value(12));
        refused(headers, Headers.PARTITIONS);
    }

    @Test
    void shouldReadIndexesIfThereAreAny() {
        assertThat(RawHead.of(headers(), VALUE).indexes()).isNull();
        RecordHeaders headers = headers();
        headers.add(Headers.INDEXES, Headers.value("CA"));
        assertThat(RawHead.of(headers, VALUE).indexes()).asString().isEqualTo("CA");
        headers.add(Headers.INDEXES, Headers.value("CA"));
        refused(headers, Headers.INDEXES);
        RecordHeaders empty = headers();
        empty.add(Headers.INDEXES, null);
        refused(empty, Headers.INDEXES);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldRefuseAHeaderThatIsAbsentOrEmptyOrThereTwice(String name) {
        RecordHeaders absent = headers();
        absent.remove(name);
        refused(absent, name);
        for (byte[] value : new byte[][] {null, {}, {(byte) 0xff}, {0}}) {
            RecordHeaders other = headers();
            other.remove(name);
            other.add(name, value);
            refused(other, name);
        }
        RecordHeaders twice = headers();
        twice.add(name, twice.lastHeader(name).value());
        refused(twice, name);
    }

    private static void refused(RecordHeaders headers, String name) {
        assertThatThrownBy(() -> RawHead.of(headers, VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ow.seq=0",
                "ow.seq=-1",
                "ow.seq=+7",
                "ow.seq= 7",
                "ow.seq=7 ",
                "ow.seq=7.0",
                "ow.seq=1e3",
                "ow.seq=٧",
                "ow.seq=seven",
                "ow.seq=9223372036854775807",
                "ow.seq=9223372036854775808",
                "ow.seq=99999999999999999999",
                "ow.seq=9007199254740991",
                "ow.seq=9007199254740992",
                "ow.events=0",
                "ow.events=-2",
                "ow.events=1",
                "ow.events=3",
                "ow.events=262145",
                "ow.events=9223372036854775807",
                "ow.offsets=ok",
                "ow.offsets=kDC=",
                "ow.offsets=kDCA",
                "ow.offsets=kD",
                "ow.offsets=ggggggggggggPA",
                "ow.indexes=",
                "ow.indexes=C",
                "ow.indexes=CCC",
                "ow.indexes=CF",
                "ow.indexes=C?",
                "ow.indexes=Cgggggggggggggg",
                "ow.file=20260505/17~0",
                "ow.file=20260505/017",
                "ow.file=20260505/+1",
                "ow.file=20260505/25",
                "ow.file=../../etc/passwd",
                "ow.oversized=0",
                "ow.oversized=9",
                "ow.replay=yes",
                "ow.numbering=",
                "ow.partitions=",
                "ow.partitions=0",
                "ow.partitions=-8",
                "ow.partitions=many",
                "ow.partitions=2147483648"
            })
    void shouldRefuseAHeaderWithAnAbsurdValue(String header) {
        String name = header.substring(0, header.indexOf('='));
        RecordHeaders headers = headers();
        headers.remove(name);
        headers.add(name, Headers.value(header.substring(name.length() + 1)));
        assertThatThrownBy(() -> RawHead.of(headers, VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .hasSizeLessThan(300);
    }

    @Test
    void shouldRefuseARecordWithoutAValue() {
        assertThatThrownBy(() -> RawHead.of(headers(), null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RawHead.of(headers(), new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
