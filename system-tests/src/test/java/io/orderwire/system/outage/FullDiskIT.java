package io.orderwire.system.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.system.process.Orderwire;
import io.orderwire.system.process.Stats;
import io.orderwire.testing.broker.BrokerCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker's disk runs full: the broker ends, and from outside that looks like any broken connection. */
@Tag("adversary")
@Timeout(300)
class FullDiskIT {
    private static final int DISK_MIB = 192;

    @TempDir
    private Path folder;

    @Test
    void shouldWarnOfAFullDiskNameItWhenKafkaIsGoneAndGoOnWhenThereIsRoomAgain() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), DISK_MIB);
                BrokerCluster kafka = BrokerCluster.of(
                                1,
                                folder.resolve("kafka"),
                                Map.of("log.dirs", disk.path().resolve("kafka").toString()))
                        .start();
                RunningPipeline pipeline =
                        new RunningPipeline(kafka.bootstrapServers(), data, "disk.min.bytes=" + (8 << 20));
                NodeWriter node = new NodeWriter(data)) {
            await().atMost(RunningPipeline.SOON).until(() -> pipeline.client().count() > 200);
            pipeline.awaitReady();

            disk.leave(4 << 20);
            await("a warning").atMost(RunningPipeline.SOON).until(() -> pipeline.stats()
                    .contains("the disk of broker 1 of Kafka has "));
            disk.fill();
            await("the broker's end").atMost(RunningPipeline.SOON).until(() -> !kafka.isAlive(1));
            pipeline.awaitNotReady("Kafka does not answer; the disk of broker 1 had ");
            assertThat(pipeline.readiness("ingestor")).contains(" of " + DISK_MIB + ".0 MiB left");

            disk.free();
            kafka.restart(1);
            pipeline.awaitReady();
            node.close();
            pipeline.assertNothingLost();
        }
    }

    @Test
    void shouldEndARunOnAFullDiskWithALineThatNamesTheDisk() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), DISK_MIB);
                Orderwire running = Orderwire.run(
                        "--data",
                        data.toString(),
                        "--source",
                        "streaming",
                        "--state",
                        disk.path().toString());
                NodeWriter node = new NodeWriter(data)) {
            await().atMost(RunningPipeline.SOON).until(() -> Stats.count(running.value("http"), "orders") > 200);

            disk.fill();

            assertThat(running.awaitExit(RunningPipeline.SOON)).isEqualTo(1);
            assertThat(node.written()).isPositive();
            assertThat(running.lastErrors())
                    .containsPattern("orderwire: the embedded Kafka failed: its disk is full: .* of 192\\.0 MiB left");
        }
    }
}
