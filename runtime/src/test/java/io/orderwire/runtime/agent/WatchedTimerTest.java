package io.orderwire.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.runtime.reason.Reason;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchedTimerTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Queue<ProcessExit> fatal = new ConcurrentLinkedQueue<>();
    private final AtomicLong nowMs = new AtomicLong();
    private final StallWatchdog watchdog =
            new StallWatchdog(1_000, () -> TimeUnit.MILLISECONDS.toNanos(nowMs.get()), fatal::add);
    private final WatchedTimer timer = new WatchedTimer("timer", watchdog);

    @AfterEach
    void close() {
        timer.close();
    }

    @Test
    void shouldNameATaskThatFailsUntilItSucceedsAndRunTheOthers() {
        AtomicBoolean fails = new AtomicBoolean(true);
        AtomicInteger others = new AtomicInteger();
        timer.every("reading a file", 0, 1, () -> {
            if (fails.get()) {
                throw new IllegalStateException("not there");
            }
        });
        timer.every("counting", 0, 1, others::incrementAndGet);

        await().atMost(SOON).untilAsserted(() -> assertThat(Reason.texts(timer.reasons()))
                .containsExactly("reading a file fails: java.lang.IllegalStateException: not there"));
        int before = others.get();
        await().atMost(SOON).until(() -> others.get() > before + 3);
        fails.set(false);
        await().atMost(SOON).until(() -> timer.reasons().isEmpty());
        assertThat(fatal).isEmpty();
    }

    @Test
    void shouldEndTheProcessWhenATaskHangs() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        timer.every("hanging", 0, 1, () -> {
            begun.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        watchdog.check();
        nowMs.addAndGet(600);
        watchdog.check();
        assertThat(Reason.texts(watchdog.reasons())).anyMatch(reason -> reason.startsWith("timer has work"));
        assertThat(fatal).isEmpty();
        nowMs.addAndGet(600);
        watchdog.check();
        assertThat(fatal).singleElement().matches(exit -> exit.code() == ExitCode.STALLED);
    }

    @Test
    void shouldNotTakeALongTaskThatMakesStepsForStalled() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        timer.every("long", 0, 1, () -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        for (int i = 0; i < 5; i++) {
            timer.progressed();
            watchdog.check();
            nowMs.addAndGet(600);
        }
        end.countDown();
        assertThat(fatal).isEmpty();
    }

    @Test
    void shouldEndTheProcessOnAnErrorOfTheJavaMachine() {
        timer.every("allocating", 0, 1, () -> {
            throw new InternalError("no more");
        });

        await().atMost(SOON).untilAsserted(() -> assertThat(fatal).isNotEmpty());
        assertThat(fatal.peek()).hasMessageContaining("thread timer died").hasMessageContaining("no more");
        assertThat(Reason.texts(watchdog.reasons())).anyMatch(reason -> reason.contains("thread timer died"));
    }

    @Test
    void shouldNotEndTheProcessWhenClosingInterruptsATask() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        AtomicBoolean interrupted = new AtomicBoolean();
        timer.every("waiting", 0, 1, () -> {
            runs.incrementAndGet();
            begun.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                interrupted.set(true);
            }
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        timer.close();
        await().atMost(SOON).untilTrue(interrupted);
        timer.every("late", 0, 1, runs::incrementAndGet);
        assertThat(timer.stop(30_000)).as("the thread has ended").isTrue();
        assertThat(runs).hasValue(1);
        assertThat(timer.reasons()).isEmpty();
        assertThat(fatal).isEmpty();
    }

    @Test
    void shouldNotTakeAnIdleTimerForStalled() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        timer.every("once", 0, 3_600_000, runs::incrementAndGet);
        await().atMost(SOON).until(() -> runs.get() == 1);
        assertThat(timer.stop(30_000)).as("the run has ended").isTrue();

        watchdog.check();
        nowMs.addAndGet(5_000);
        watchdog.check();
        assertThat(watchdog.reasons()).isEmpty();
        assertThat(fatal).isEmpty();
    }
}
