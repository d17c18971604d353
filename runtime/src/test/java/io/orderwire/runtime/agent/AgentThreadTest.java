package io.orderwire.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.runtime.reason.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentThreadTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String NAME = "test-agent";

    private final Queue<ProcessExit> fatal = new ConcurrentLinkedQueue<>();
    private final AtomicLong nowMs = new AtomicLong();
    private final StallWatchdog watchdog =
            new StallWatchdog(1_000, () -> TimeUnit.MILLISECONDS.toNanos(nowMs.get()), fatal::add);
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private AgentThread thread;

    /** Works as {@code step} says, and remembers the calls of the rest. */
    private class Scripted implements Agent {
        private final Callable<Integer> step;
        private final long idleNanos;

        Scripted(long idleNanos, Callable<Integer> step) {
            this.idleNanos = idleNanos;
            this.step = step;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public int doWork() throws Exception {
            return step.call();
        }

        @Override
        public void onStart() throws Exception {
            calls.add("start on " + Thread.currentThread().getName());
        }

        @Override
        public void onClose() throws Exception {
            calls.add("close on " + Thread.currentThread().getName());
            closed.countDown();
        }

        @Override
        public long idleNanos() {
            return idleNanos;
        }

        @Override
        public boolean givesWay() {
            return true;
        }

        @Override
        public Duration stopTimeout() {
            return SOON;
        }
    }

    private void start(Agent agent) {
        thread = new AgentThread(agent, watchdog);
        thread.start();
    }

    @AfterEach
    void close() {
        thread.close();
    }

    @Test
    void shouldStepOnOneThreadUntilItIsClosed() {
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        start(new Scripted(0, () -> {
            threads.add(Thread.currentThread());
            return threads.size() % 2;
        }));
        await().atMost(SOON).until(() -> threads.size() > 3);
        Thread worker = threads.element();
        assertThat(thread.isRunning()).isTrue();
        thread.close();

        assertThat(threads).containsOnly(worker);
        assertThat(worker.getName()).isEqualTo(NAME);
        assertThat(worker.isDaemon()).isTrue();
        assertThat(worker.isAlive()).isFalse();
        assertThat(thread.isRunning()).isFalse();
        assertThat(calls).containsExactly("start on " + NAME, "close on " + NAME);
        assertThat(fatal).isEmpty();
    }

    @Test
    void shouldRunAnAgentThatGivesWayWithTheLowestPriority() {
        AtomicInteger priority = new AtomicInteger();
        start(new Scripted(Agent.UNTIL_WOKEN, () -> {
            priority.set(Thread.currentThread().getPriority());
            return 0;
        }));

        await().atMost(SOON).until(() -> priority.get() == Thread.MIN_PRIORITY);
    }

    @Test
    void shouldStepAgainWhenItIsWoken() {
        AtomicInteger steps = new AtomicInteger();
        start(new Scripted(Agent.UNTIL_WOKEN, () -> {
            steps.incrementAndGet();
            return 0;
        }));
        await().atMost(SOON).until(() -> steps.get() == 1);

        thread.wake();
        await().atMost(SOON).until(() -> steps.get() >= 2);
    }

    @Test
    void shouldStepWhenAMessageArrives() {
        WakeSignal signal = new WakeSignal();
        Mailbox<String> mailbox = new Mailbox<>(1, signal);
        Queue<String> taken = new ConcurrentLinkedQueue<>();
        start(
                new Scripted(Agent.UNTIL_WOKEN, () -> {
                    String message = mailbox.poll();
                    return message != null && taken.add(message) ? 1 : 0;
                }) {
                    @Override
                    public WakeSignal signal() {
                        return signal;
                    }
                });
        await().atMost(SOON).until(thread::isRunning);
        mailbox.offer("message");

        await().atMost(SOON).until(() -> taken.contains("message"));
    }

    @Test
    void shouldNotBeIdleAfterAWakeDuringAStepThatUsedUpTheUnpark() throws InterruptedException {
        AtomicInteger steps = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(1);
        start(new Scripted(Agent.UNTIL_WOKEN, () -> {
            steps.incrementAndGet();
            begun.countDown();
            // Parks the thread, and so takes the permit of the wake.
            woken.await();
            return 0;
        }));
        begun.await();
        thread.wake();
        woken.countDown();

        await().atMost(SOON).until(() -> steps.get() >= 2);
    }

    @Test
    void shouldEndTheProcessWhenAStepFails() throws InterruptedException {
        start(new Scripted(0, () -> {
            throw new IOException("disk");
        }));

        assertThat(closed.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(fatal).singleElement().satisfies(exit -> {
            assertThat(exit.code()).isEqualTo(ExitCode.UNEXPECTED);
            assertThat(exit).hasMessage("thread " + NAME + " died: java.io.IOException: disk");
        });
        assertThat(thread.isRunning()).isFalse();
        assertThat(Reason.texts(watchdog.reasons()))
                .containsExactly("thread " + NAME + " died: java.io.IOException: disk");
    }

    @Test
    void shouldEndTheProcessWhenAStepFailsWithAnError() {
        start(new Scripted(0, () -> {
            throw new StackOverflowError("deep");
        }));

        await().atMost(SOON).until(() -> !fatal.isEmpty());
        assertThat(fatal).singleElement().extracting(ProcessExit::code).isEqualTo(ExitCode.UNEXPECTED);
        assertThat(calls).contains("close on " + NAME);
    }

    @Test
    void shouldEndTheProcessWhenSomebodyElseInterruptsIt() {
        start(new Scripted(0, () -> {
            throw new InterruptedException();
        }));

        await().atMost(SOON).until(() -> !fatal.isEmpty());
    }

    @Test
    void shouldEndWithoutAFailureWhenTheAgentHasEnded() throws InterruptedException {
        AtomicInteger steps = new AtomicInteger();
        start(new Scripted(0, () -> {
            steps.incrementAndGet();
            return Agent.ENDED;
        }));

        assertThat(closed.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(steps).hasValue(1);
        assertThat(fatal).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    @Timeout(60)
    void shouldInterruptAStepThatDoesNotEnd(long stopTimeoutMs) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        start(
                new Scripted(0, () -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                    return 1;
                }) {
                    @Override
                    public Duration stopTimeout() {
                        return Duration.ofMillis(stopTimeoutMs);
                    }
                });
        begun.await();
        thread.close();

        assertThat(closed.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(fatal).isEmpty();
    }

    @Test
    void shouldBeAStalledStageWhileAStepDoesNotEndAndNotWhileItIsIdle() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger steps = new AtomicInteger();
        start(new Scripted(Agent.UNTIL_WOKEN, () -> {
            if (steps.incrementAndGet() == 1) {
                begun.countDown();
                hanging.await();
            }
            return 0;
        }));
        begun.await();
        nowMs.addAndGet(700);
        assertThat(Reason.texts(watchdog.reasons())).contains(NAME + " has work and has made no progress for 700 ms");

        hanging.countDown();
        await().atMost(SOON).until(() -> reasonsOf(NAME).isEmpty());
    }

    private List<String> reasonsOf(String name) {
        return Reason.texts(watchdog.reasons()).stream()
                .filter(reason -> reason.startsWith(name))
                .toList();
    }
}
