package io.orderwire.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LifetimeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Lifetime life = new Lifetime(Duration.ofSeconds(3));
    private final List<String> stopped = new CopyOnWriteArrayList<>();

    @Test
    void shouldStopWhatWasKeptLastFirst() {
        ProcessExit exit = life.run(() -> {
            life.keep("Kafka", SECOND, () -> stopped.add("Kafka"));
            life.keep("gateway", SECOND, () -> stopped.add("gateway"));
            life.fail(new ProcessExit(ExitCode.FENCED, "another one took over"));
        });

        assertThat(exit.code()).isEqualTo(ExitCode.FENCED);
        assertThat(stopped).containsExactly("gateway", "Kafka");
    }

    @Test
    void shouldRunUntilASignalAndEndCleanly() {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Integer> hook = CompletableFuture.supplyAsync(() -> {
            await().until(() -> started.getCount() == 0);
            return life.endBySignal();
        });

        ProcessExit exit = life.run(() -> {
            life.keep("gateway", SECOND, () -> stopped.add("gateway"));
            started.countDown();
        });

        assertThat(exit.code()).isEqualTo(ExitCode.OK);
        assertThat(hook.join()).isZero();
        assertThat(stopped).containsExactly("gateway");
    }

    @Test
    void shouldEndCleanlyByASignalThatInterruptsTheStart() {
        CountDownLatch starting = new CountDownLatch(1);
        CompletableFuture<Integer> hook = CompletableFuture.supplyAsync(() -> {
            await().until(() -> starting.getCount() == 0);
            return life.endBySignal();
        });

        ProcessExit exit = life.run(() -> {
            life.keep("state folder", SECOND, () -> stopped.add("state folder"));
            starting.countDown();
            new CountDownLatch(1).await();
        });

        assertThat(exit.code()).isEqualTo(ExitCode.OK);
        assertThat(hook.join()).isZero();
        assertThat(stopped).containsExactly("state folder");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void shouldTellTheFirstReasonToASignalThatComesLater() {
        ProcessExit exit = life.run(() -> {
            throw new ConfigurationException("partitions is 0");
        });
        int afterwards = life.endBySignal();

        assertThat(exit).hasMessage("partitions is 0");
        assertThat(exit.code()).isEqualTo(ExitCode.USAGE);
        assertThat(afterwards).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void shouldStopTheOthersWhenOneFailsToStop() {
        life.run(() -> {
            life.keep("Kafka", SECOND, () -> stopped.add("Kafka"));
            life.keep("broken", SECOND, () -> {
                throw new IllegalStateException("on purpose");
            });
            life.keep("stuck", Duration.ofMillis(50), () -> new CountDownLatch(1).await());
            life.fail(new ProcessExit(ExitCode.STALLED, "stuck"));
        });

        assertThat(stopped).containsExactly("Kafka");
    }

    @Test
    void shouldBoundTheStopOfAllWhateverEachMayTake() {
        Lifetime brief = new Lifetime(Duration.ofMillis(200));
        long begin = System.nanoTime();

        brief.run(() -> {
            for (int i = 0; i < 5; i++) {
                brief.keep("stuck", Duration.ofMinutes(1), () -> new CountDownLatch(1).await());
            }
            brief.fail(new ProcessExit(ExitCode.STALLED, "stuck"));
        });

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void shouldGiveUpOnAStopThatHangs() {
        Lifetime brief = new Lifetime(Duration.ofMillis(100));
        CountDownLatch starting = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<ProcessExit> run = CompletableFuture.supplyAsync(() -> brief.run(() -> {
            starting.countDown();
            while (release.getCount() > 0) {
                Thread.onSpinWait();
            }
        }));
        await().until(() -> starting.getCount() == 0);

        assertThat(brief.endBySignal()).isEqualTo(ExitCode.UNEXPECTED.code());

        release.countDown();
        assertThat(run.join().code()).isEqualTo(ExitCode.OK);
    }
}
