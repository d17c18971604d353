package io.orderwire.runtime.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    @Test
    void shouldReadBackWhatItWrote() {
        Snapshot snapshot = new Snapshot(
                Figures.PARSER,
                "a\"b",
                12,
                true,
                List.of("slow", "late"),
                Map.of(Figures.of(Figures.SEQ, 3), 1L << 50));
        assertThat(Snapshot.parse(snapshot.toJson())).isEqualTo(snapshot);
        assertThat(snapshot.key()).isEqualTo("parser/a\"b");
        assertThat(snapshot.figure("seq.3", -1)).isEqualTo(1L << 50);
        assertThat(snapshot.figure("seq.4", -1)).isEqualTo(-1);
    }

    @Test
    void shouldTellApartWhoWritesAnotherTopicOfOrders() {
        Snapshot usual = new Snapshot(Figures.PARSER, "p", 12, false, List.of(), Map.of("x", 1L));
        Snapshot other = usual.with("other.orders");

        assertThat(Snapshot.parse(other.toJson())).isEqualTo(other);
        assertThat(other.key()).isEqualTo("parser/p@other.orders");
        assertThat(usual.ordersTopic()).isEqualTo("hyperliquid.orders");
        assertThat(new String(usual.toJson(), StandardCharsets.UTF_8)).doesNotContain("ordersTopic");
    }

    @Test
    void shouldNameTheProcessThatWroteIt() {
        Snapshot nameless = new Snapshot(Figures.PARSER, "p", 12, false, List.of(), Map.of("x", 1L));
        Snapshot snapshot = nameless.by(new ProcessIdentity("id", "h\"", 7, "boot", "pid:[1]", 1L << 40));

        assertThat(Snapshot.parse(snapshot.toJson())).isEqualTo(snapshot);
        assertThat(Snapshot.parse(nameless.toJson()).process()).isNull();
        assertThat(snapshot.key()).isEqualTo(nameless.key());
    }

    @Test
    void shouldReadProcessesThatItDoesNotUnderstand() {
        for (String process : List.of(
                "null",
                "7",
                "\"x\"",
                "[{\"id\":\"x\"}]",
                "{}",
                "{\"id\":7,\"pid\":\"x\",\"boot\":[{}],\"new\":{\"id\":1}}")) {
            String text = "{\"process\":" + process + ",\"role\":\"parser\",\"instance\":\"p\"}";
            assertThat(Snapshot.parse(text.getBytes(StandardCharsets.UTF_8)).key())
                    .as(text)
                    .isEqualTo("parser/p");
        }
    }

    @Test
    void shouldRefuseWhatIsNone() {
        for (String text : List.of("", "{}", "[1]", "{\"role\":")) {
            assertThatThrownBy(() -> Snapshot.parse(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
