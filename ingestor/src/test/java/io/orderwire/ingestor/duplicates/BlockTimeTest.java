package io.orderwire.ingestor.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.HourFile;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BlockTimeTest {
    @Test
    void shouldFindTheTimeBetweenBlanks() {
        byte[] envelope = ("{\"block_time\" : \"2026-05-05T17:00:00.1\", \"block_number\": 7, \"events\": []}")
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(BlockTime.isSince(HourFile.parse("20260505/17"), envelope, 0, envelope.length))
                .isTrue();
        assertThat(BlockTime.isSince(HourFile.parse("20260505/18"), envelope, 0, envelope.length))
                .isFalse();
    }
}
