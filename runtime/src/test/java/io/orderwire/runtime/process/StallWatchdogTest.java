package io.orderwire.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StallWatchdogTest {
    private static final class Stage implements StallWatchdog.Stage {
        private boolean work;
        private long progress;

        @Override
        public boolean hasWork() {
            return work;
        }

        @Override
        public long progress() {
            return progress;
        }
    }

    private final List<ProcessExit> fatal = new ArrayList<>();
    private final Stage stage = new Stage();
    private long nowMs;
    private final StallWatchdog watchdog =
            new StallWatchdog(1_000, () -> TimeUnit.MILLISECONDS.toNanos(nowMs), fatal::add);

    @Test
    void shouldEndAStageThatHasWorkAndMakesNoProgressOnce() {
        watchdog.watch("stuck", stage);
        stage.work = true;
        check(999);
        assertThat(fatal).isEmpty();
        check(1);
        check(5_000);
        assertThat(fatal).hasSize(1);
        assertThat(fatal.get(0).code()).isEqualTo(ExitCode.STALLED);
        assertThat(fatal.get(0)).hasMessageContaining("stuck");
    }

    @Test
    void shouldLeaveAStageAloneThatIsIdleOrMovesOrIsForgotten() {
        watchdog.watch("stage", stage);
        check(10_000);
        stage.work = true;
        for (int i = 0; i < 20; i++) {
            stage.progress++;
            check(900);
        }
        watchdog.forget("stage");
        check(10_000);
        assertThat(fatal).isEmpty();
    }

    @Test
    void shouldEndTheProcessWhenAThreadDies() throws InterruptedException {
        Thread dying = watchdog.thread("reader", () -> {
            throw new IllegalStateException("a fault");
        });
        dying.start();
        dying.join();

        assertThat(fatal).singleElement().matches(exit -> exit.code() == ExitCode.UNEXPECTED);
        assertThat(Reason.texts(watchdog.reasons()))
                .containsExactly("thread reader died: java.lang.IllegalStateException: a fault");
    }

    @Test
    void shouldContinueWatchingIfAStageThrows() {
        boolean[] broken = {false};
        watchdog.watch("broken", new StallWatchdog.Stage() {
            @Override
            public boolean hasWork() {
                return true;
            }

            @Override
            public long progress() {
                if (broken[0]) {
                    throw new IllegalStateException("a fault");
                }
                return 0;
            }
        });
        broken[0] = true;
        watchdog.watch("stuck", stage);
        stage.work = true;
        check(500);
        check(499);
        assertThat(fatal).isEmpty();
        check(1);
        assertThat(fatal).hasSize(1);
    }

    @Test
    void shouldReportAStalledStageBeforeItEndsTheProcess() {
        watchdog.watch("stuck", stage);
        stage.work = true;
        check(499);
        assertThat(watchdog.reasons()).isEmpty();
        check(1);
        assertThat(Reason.texts(watchdog.reasons()))
                .containsExactly("stuck has work and has made no progress for 500 ms");
        assertThat(fatal).isEmpty();
        stage.progress++;
        check(1);
        assertThat(watchdog.reasons()).isEmpty();
    }

    @Test
    void shouldDumpThreadsWithAllTheirFrames() {
        assertThat(deep(40)).contains("StallWatchdogTest.shouldDumpThreadsWithAllTheirFrames");
    }

    private static String deep(int frames) {
        return frames == 0 ? ThreadDump.now() : deep(frames - 1);
    }

    private void check(long laterMs) {
        nowMs += laterMs;
        watchdog.check();
    }
}
