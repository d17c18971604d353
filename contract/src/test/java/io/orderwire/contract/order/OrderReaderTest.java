package io.orderwire.contract.order;

import static io.orderwire.contract.order.Lines.EVENT;
import static io.orderwire.contract.order.Lines.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderReaderTest {
    private static final String RECORD = "{\"pos\":\"20260505/17@123\",\"part\":3,\"seq\":17,\"event\":" + EVENT + "}";

    @ParameterizedTest
    @ValueSource(strings = {"\"pos\":", "\"seq\":", "\"part\":", "\"event\":", "\"other\":"})
    void shouldNotReadMembersWithinOtherMembers(String name) {
        OrderReader reader = new OrderReader();

        assertThat(reader.read(bytes("{" + name + RECORD + "}"))).isFalse();
        assertThat(reader.read(bytes("{" + name + "{\"seq\":18,\"x\":[]}," + RECORD.substring(1))))
                .isTrue();
        assertThat(reader.seq()).isEqualTo(17);
        assertThat(reader.pos()).isEqualTo("20260505/17@123");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
    void shouldNotReadRecordsInOtherEncodings(String encoding) {
        OrderReader reader = new OrderReader();
        byte[] value = RECORD.getBytes(Charset.forName(encoding));

        assertThat(reader.read(value)).isFalse();
        assertThat(reader.read(bytes(RECORD))).isTrue();
    }

    @Test
    void shouldNotReadAnEventWithinAnEventThatIsTooDeep() {
        String deep = "{\"a\":".repeat(63) + "{\"a\":[],\"event\":" + EVENT + "}" + "}".repeat(63);

        assertThat(new OrderReader().read(bytes(RECORD.replace(EVENT, deep)))).isFalse();
    }
}
