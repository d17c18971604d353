package io.orderwire.ingestor.shed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.Fingerprint;
import io.orderwire.ingestor.checkpoint.UncountedBytes;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.runtime.agent.Agent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShedEventCounterTest {
    private static final int LINES = 3 << 10;
    private static final long BYTES_PER_SECOND = 1 << 20;
    private static final HourFile FILE = HourFile.parse("20261231/8");

    @TempDir
    private Path folder;

    private Path path;
    private UncountedBytes range;
    private ShedEventCounter counter;

    @BeforeEach
    void write() throws IOException {
        path = FILE.in(folder.resolve("hourly"));
        Files.createDirectories(path.getParent());
        Files.writeString(path, ("{\"n\":\"" + "x".repeat(1_014) + "\"}\n").repeat(LINES) + "\n");
        try (FileChannel file = FileChannel.open(path)) {
            range = new UncountedBytes("id", FILE, 0, 0, file.size(), Fingerprint.before(file, file.size()), 0, 0);
        }
        counter = new ShedEventCounter(folder, new LineSplitter(Source.PLAIN, 64 * 1024), () -> BYTES_PER_SECOND);
    }

    private ShedEventCounter.Count counted() throws IOException {
        ShedEventCounter.Count count = counter.poll();
        while (count == null) {
            counter.doWork();
            count = counter.poll();
        }
        return count;
    }

    @Test
    void shouldBeIdleUntilACountIsRequested() throws IOException {
        assertThat(counter.doWork()).isZero();
        assertThat(counter.idleNanos()).isEqualTo(Agent.UNTIL_WOKEN);
        assertThat(counter.poll()).isNull();
    }

    @Test
    void shouldCountInStepsAtTheLimitedRate() throws IOException {
        counter.count(range, false);
        assertThat(counter.doWork()).isZero();
        assertThat(counter.idleNanos()).isBetween(TimeUnit.MILLISECONDS.toNanos(990), TimeUnit.SECONDS.toNanos(1));
        assertThat(counter.poll()).as("the first megabyte of three").isNull();
        long steps = (Files.size(path) + (1 << 20) - 1) >> 20;
        for (long step = 1; step < steps; step++) {
            counter.doWork();
        }
        assertThat(counter.poll())
                .as("after the last megabyte, before its pause")
                .isNull();

        assertThat(counted()).isEqualTo(new ShedEventCounter.Count("id", LINES, LINES + 1, 1, false));
        counter.doWork();
        assertThat(counter.idleNanos()).isEqualTo(Agent.UNTIL_WOKEN);
    }

    @Test
    void shouldNotBeIdleInAnUrgentCount() throws IOException {
        counter.count(range, true);
        assertThat(counter.doWork()).isPositive();
        assertThat(counted().events()).isEqualTo(LINES);
    }

    @Test
    void shouldRefuseACountWhileAnotherOneWaits() {
        counter.count(range, true);
        assertThatIllegalStateException().isThrownBy(() -> counter.count(range, true));
    }

    @Test
    void shouldTryAgainLaterWhenAFileCannotBeRead() throws IOException {
        Path away = Files.move(path, folder.resolve("away"));
        Files.createDirectory(path);
        counter.count(new UncountedBytes("id", FILE, 0, 0, 1, range.fingerprint(), 0, 0), true);
        assertThat(counter.doWork()).isZero();
        assertThat(counter.idleNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(counter.poll()).isNull();

        Files.delete(path);
        Files.move(away, path);
        assertThat(counted().id()).isEqualTo("id");
    }

    @Test
    void shouldNotCountForeverWhatCannotBeRead() throws IOException {
        Files.delete(path);
        Files.createDirectory(path);
        counter.count(new UncountedBytes("id", FILE, 0, 0, 1, range.fingerprint(), 0, 0), true);
        assertThat(counted().vanished()).isTrue();
    }

    @Test
    void shouldReportARangeAsVanishedWhoseFileIsGoneOrAnother() throws IOException {
        counter.count(range, true);
        counter.doWork();
        Files.delete(path);
        assertThat(counted().vanished()).as("the file is open").isFalse();

        counter.count(range, true);
        assertThat(counted().vanished()).as("gone").isTrue();
        Files.writeString(path, "{}\n".repeat((int) range.to()));
        counter.count(range, true);
        assertThat(counted().vanished()).as("another").isTrue();
    }
}
