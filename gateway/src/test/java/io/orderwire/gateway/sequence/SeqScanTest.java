package io.orderwire.gateway.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.OrderMaker;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeqScanTest {
    @Test
    void shouldReadWhatTheParserWrites() {
        OrderMaker maker = new OrderMaker(1, 1);
        for (int i = 1; i <= 1_000; i++) {
            assertThat(SeqScan.seq(maker.next().value())).isEqualTo(i);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"pos\":\"",
                "{\"pos\":\"20260505/17@1\",\"part\":3,\"seq\":",
                "{\"pos\":\"20260505/17@1\",\"part\":3,\"seq\":5",
                "{\"pos\":\"20260505/17@1\",\"part\":3,\"seq\":5}",
                "{\"pos\":\"20260505/17@1\",\"part\":3,\"seq\":x,",
                "{\"pos\":\"20260505/17@1\",\"part\":3,\"seq\":12345678901234567890,",
                "{\"pos\":\"2026\\\"\",\"part\":3,\"seq\":5,",
                "{\"seq\":5,\"pos\":\"20260505/17@1\",\"part\":3,",
                "{ \"pos\":\"20260505/17@1\",\"part\":3,\"seq\":5,"
            })
    void shouldLeaveAllElseToTheFullReader(String text) {
        assertThat(SeqScan.seq(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(-1);
    }
}
