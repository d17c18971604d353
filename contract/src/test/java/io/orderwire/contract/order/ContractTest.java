package io.orderwire.contract.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Offsets;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.position.Source;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractTest {
    @Test
    void shouldOrderHoursAsNumbers() {
        assertThat(HourFile.parse("20251116/9")).isLessThan(HourFile.parse("20251116/10"));
        assertThat(HourFile.parse("20251116/23")).isLessThan(HourFile.parse("20251117/0"));
        assertThat(HourFile.parse("20251116/9")).isLessThan(HourFile.parse("20251116/9~1"));
        assertThat(HourFile.parse("20251116/9~2")).hasToString("20251116/9~2");
        assertThat(Position.parse("20251116/9~2@0")).hasToString("20251116/9~2@0");
        assertThat(Position.parse("20251116/9@100")).isLessThan(Position.parse("20251116/10@99"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "20251116/9",
                "20251116/24@0",
                "2025111/9@1",
                "20251116/9@-1",
                "20251116/x@1",
                "20251116/9~@1",
                "20251116/9@",
                "20251116@4",
                "20251116/9~1~1@4"
            })
    void shouldNameWhatIsNoPosition(String text) {
        assertThatThrownBy(() -> Position.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    @Test
    void shouldKeepOffsetsWhateverTheirDistance() {
        long seed = Long.getLong("orderwire.test.seed", System.nanoTime());
        System.out.println("ContractTest: -Dorderwire.test.seed=" + seed);
        Random random = new Random(seed);
        Offsets offsets = new Offsets();
        long[] added = new long[5_000];
        long last = 0;
        for (int i = 0; i < added.length; i++) {
            last += random.nextInt(10) == 0 ? random.nextLong(1L << 40) : random.nextInt(2_000);
            added[i] = last;
            offsets.add(last);
        }
        byte[] header = offsets.toHeader();
        assertThat(header).asString(StandardCharsets.US_ASCII).matches("[A-Za-z0-9+/]+");
        Offsets.Reader reader = new Offsets.Reader(header);
        for (long offset : added) {
            assertThat(reader.next()).as("seed %d", seed).isEqualTo(offset);
        }
        assertThat(reader.next()).isEqualTo(-1);
        offsets.clear();
        offsets.add(0);
        assertThat(offsets.toHeader()).asString(StandardCharsets.US_ASCII).isEqualTo("A");
        assertThatThrownBy(() -> new Offsets().add(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Offsets.Reader(new byte[] {'*'}).next()).isEqualTo(-1);
        assertThat(new Offsets.Reader("g".getBytes(StandardCharsets.US_ASCII)).next())
                .isEqualTo(-1);
    }

    @Test
    void shouldCarryAGapAsJson() {
        Gap whole = Gap.builder("a\"1", Gap.Where.PARSER, Gap.Reason.AGE)
                .partition(3)
                .seqs(5L, 9L)
                .positions("20251116/9@0", "20251116/9@77")
                .events(5L)
                .bytes(77L)
                .times(1, 2)
                .build();
        Gap open = Gap.builder("b", Gap.Where.INGESTOR, Gap.Reason.VANISHED)
                .times(0, 0)
                .build();
        Gap node = Gap.builder("c", Gap.Where.NODE, Gap.Reason.MISSING_BLOCKS)
                .positions("20251116/9@0", "20251116/9@77")
                .blocks(6L, 12L)
                .times(1, 2)
                .build();
        assertThat(Gap.parse(node.toJson())).isEqualTo(node);
        assertThatThrownBy(() -> Gap.parse(node.toJson().replace("12", "5"))).hasMessageContaining("toBlock");
        assertThat(Gap.parse(whole.toJson())).isEqualTo(whole);
        assertThat(Gap.parse(open.toJson())).isEqualTo(open);
        assertThat(open.toJson()).contains("\"events\":null").contains("\"partition\":null");
        assertThatThrownBy(() -> Gap.parse("{}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Gap.parse("[")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldPlaceUsersAsKafkasDefaultPartitionerDoes() {
        byte[] user = new byte[Users.LENGTH];
        byte[] text = Lines.bytes("xx" + Lines.USER.toUpperCase(Locale.ROOT).replace("0X", "0x"));
        assertThat(Users.copyLowerCase(text, 2, text.length, user)).isTrue();
        assertThat(user).isEqualTo(Lines.bytes(Lines.USER));
        assertThat(Users.partition(user, 8))
                .isEqualTo(org.apache.kafka.clients.producer.internals.BuiltInPartitioner.partitionForKey(user, 8));
        assertThat(Users.copyLowerCase(text, 3, text.length, user)).isFalse();
    }

    @Test
    void shouldNameSourcesAsTheCommandLineAndTheNodeDo() {
        assertThat(Source.values()).extracting(Source::option).containsExactly("plain", "by-block", "streaming");
        assertThat(Source.values())
                .extracting(Source::directory)
                .containsExactly(
                        "node_order_statuses", "node_order_statuses_by_block", "node_order_statuses_streaming");
    }
}
