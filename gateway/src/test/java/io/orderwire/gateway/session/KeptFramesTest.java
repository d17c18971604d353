package io.orderwire.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.websocket.limit.SendMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptFramesTest {
    private static final ClientLimits LIMITS = TestLimits.small(6, 1_000);

    private final SendMemory sendMemory = new SendMemory(1_200);
    private final KeptFrames kept = new KeptFrames(LIMITS, sendMemory);

    private static Frame frame(String text) {
        return new TestFrame(Frame.Kind.DATA, text, 1, false);
    }

    @Test
    void shouldKeepHalfAsManyFramesAsTheQueue() {
        assertThat(kept.add(frame("a"))).isTrue();
        assertThat(kept.add(frame("b"))).isTrue();
        assertThat(kept.add(frame("c"))).isTrue();
        assertThat(kept.add(frame("d"))).isFalse();
    }

    @Test
    void shouldKeepHalfAsManyBytesAsTheQueue() {
        assertThat(kept.add(frame("a".repeat(500)))).isTrue();
        assertThat(kept.add(frame("b"))).isFalse();
    }

    @Test
    void shouldKeepNoMoreThanTheSendMemoryThatIsLeft() {
        sendMemory.add(900);
        assertThat(kept.add(frame("a".repeat(150)))).isTrue();
        assertThat(kept.add(frame("b"))).isFalse();
    }

    @Test
    void shouldCountAsSendMemoryUntilTheyAreCleared() {
        kept.add(frame("a".repeat(100)));
        kept.add(frame("b".repeat(20)));
        assertThat(kept.bytes()).isEqualTo(120);
        assertThat(sendMemory.bytes()).isEqualTo(120);
        assertThat(all()).extracting(Frame::bytes).containsExactly(100, 20);

        kept.clear();
        assertThat(kept.bytes()).isZero();
        assertThat(sendMemory.bytes()).isZero();
        assertThat(all()).isEmpty();
    }

    private List<Frame> all() {
        List<Frame> all = new ArrayList<>();
        kept.forEach(all::add);
        return all;
    }
}
