package io.orderwire.parser.shed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ShedOffsetsTest {
    private final ShedOffsets shedOffsets = new ShedOffsets();

    @Test
    void shouldReturnShedOffsetsOnce() {
        shedOffsets.until(1, 20);
        assertThat(shedOffsets.isEmpty()).isFalse();
        assertThat(shedOffsets.take(0)).isNull();
        assertThat(shedOffsets.take(1)).isEqualTo(new ShedOffsets.Range(ShedOffsets.HERE, 20));
        assertThat(shedOffsets.take(1)).isNull();
        assertThat(shedOffsets.isEmpty()).isTrue();
    }

    @Test
    void shouldForgetAPartitionWhole() {
        shedOffsets.until(1, 20);
        shedOffsets.newestBefore(1, 10);
        shedOffsets.nothing(1);
        assertThat(shedOffsets.take(1)).isNull();
        assertThat(shedOffsets.newestBefore(1)).isZero();
    }

    /** Two threads have the same partition, because one of them has lost it and does not know yet. */
    @Test
    void shouldKeepThreadsApart() {
        CompletableFuture.runAsync(
                        () -> {
                            shedOffsets.until(1, 20);
                            shedOffsets.newestBefore(1, 10);
                        },
                        task -> new Thread(task).start())
                .join();
        assertThat(shedOffsets.isEmpty()).isTrue();
        assertThat(shedOffsets.newestBefore(1)).isZero();
    }
}
