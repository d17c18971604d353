package io.orderwire.runtime.reason;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonTimesTest {
    private final ReasonTimes times = new ReasonTimes();

    private List<Long> since(long nowMs, Reason... present) {
        times.are(Arrays.asList(present), nowMs);
        return times.timed(Arrays.asList(present)).stream().map(Reason::sinceMs).toList();
    }

    @Test
    void shouldKeepTheBeginningWhileTheWordsChange() {
        assertThat(since(10, ReasonCode.SLOW.because("312 ms"))).containsExactly(10L);
        assertThat(since(20, ReasonCode.SLOW.because("400 ms"), ReasonCode.CLOCK_SKEW.because("5 s")))
                .containsExactly(10L, 20L);
        assertThat(since(30, ReasonCode.CLOCK_SKEW.because("6 s"))).containsExactly(20L);
    }

    @Test
    void shouldBeginAgainAfterABreak() {
        since(10, ReasonCode.SLOW.because("slow"));
        since(20);
        assertThat(since(30, ReasonCode.SLOW.because("slow"))).containsExactly(30L);
    }

    @Test
    void shouldNotReplaceABeginningThatAnotherProcessReported() {
        assertThat(since(10, ReasonCode.SLOW.because("slow").since(3), ReasonCode.SLOW.because("also slow")))
                .containsExactly(3L, 10L);
    }

    @Test
    void shouldReadEachCodeAndTakeOthersAsUnknown() {
        for (ReasonCode code : ReasonCode.values()) {
            assertThat(ReasonCode.of(code.code())).isEqualTo(code);
            assertThat(code.code()).matches("[a-z]+(-[a-z]+)*");
        }
        assertThat(ReasonCode.of("of-a-later-version")).isEqualTo(ReasonCode.UNKNOWN);
    }
}
