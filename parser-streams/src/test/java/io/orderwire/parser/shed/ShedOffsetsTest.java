package io.orderwire.parser.shed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PassedOverTest {
    private final ShedOffsets passedOver = new ShedOffsets();

    @Test
    void shouldTellOnceWhatIsNotWanted() {
        passedOver.until(1, 20);
        assertThat(passedOver.isEmpty()).isFalse();
        assertThat(passedOver.take(0)).isNull();
        assertThat(passedOver.take(1)).isEqualTo(new ShedOffsets.Range(ShedOffsets.HERE, 20));
        assertThat(passedOver.take(1)).isNull();
        assertThat(passedOver.isEmpty()).isTrue();
    }

    @Test
    void shouldForgetAPartitionWhole() {
        passedOver.until(1, 20);
        passedOver.nothingBehind(1, 10);
        passedOver.nothing(1);
        assertThat(passedOver.take(1)).isNull();
        assertThat(passedOver.nothingBehind(1)).isZero();
    }

    /** Two threads have a partition at a time: one of them has lost it and does not know yet. */
    @Test
    void shouldKeepThreadsApart() {
        CompletableFuture.runAsync(
                        () -> {
                            passedOver.until(1, 20);
                            passedOver.nothingBehind(1, 10);
                        },
                        task -> new Thread(task).start())
                .join();
        assertThat(passedOver.isEmpty()).isTrue();
        assertThat(passedOver.nothingBehind(1)).isZero();
    }
}
