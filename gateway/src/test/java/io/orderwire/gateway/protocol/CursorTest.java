package io.orderwire.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @Test
    void shouldReadBackWhatItWrote() {
        Cursor cursor = new Cursor(
                Uuid.randomUuid(), new long[] {0, 127, 128, Long.MAX_VALUE}, new long[] {0, 1, 1L << 35, 16_383});

        Cursor read = Cursor.decode(cursor.encode());

        assertThat(read.topicId()).isEqualTo(cursor.topicId());
        assertThat(read.nextOffsets()).isEqualTo(cursor.nextOffsets());
        assertThat(read.lastSeqs()).isEqualTo(cursor.lastSeqs());
    }

    @Test
    void shouldStayBelowTwoKibibytesWithAHundredPartitions() {
        long[] far = new long[100];
        Arrays.fill(far, 1L << 40);

        assertThat(new Cursor(Uuid.randomUuid(), far, far).encode())
                .hasSizeLessThan(2_048)
                .matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AA", "AQ", "AQAAAAAAAAAAAAAAAAAAAAAB", "AQAAAAAAAAAAAAAAAAAAAAAAAA"})
    void shouldRefuseWhatIsNoCursor(String text) {
        assertThatThrownBy(() -> Cursor.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
