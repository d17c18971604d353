package io.orderwire.ingestor;

import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Topics;
import io.orderwire.ingestor.prune.KeepTime;
import io.orderwire.ingestor.prune.LastCheckpoint;
import io.orderwire.ingestor.prune.PruneReport;
import io.orderwire.ingestor.prune.Pruner;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.kafka.ParserGroup;
import io.orderwire.runtime.kafka.TopicRights;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.acl.AclOperation;

/** Prunes the hour files of an ingestor's data folder once, whether or not that ingestor runs. */
public final class IngestorPrune {
    private IngestorPrune() {}

    /**
     * Checks the settings, without changing anything.
     *
     * @throws ConfigurationException when the folder or the time to keep is missing or invalid
     * @throws ProcessExit {@link ExitCode#DATA_FOLDER} when the folder cannot be read, holds no source, or holds several and
     *     none is chosen
     */
    public static void check(Settings settings) {
        keep(settings);
        source(settings);
    }

    /**
     * Deletes the hour files that are completely committed and have not changed for {@code prune.keep}.
     *
     * @param dryRun only reports what would be deleted
     * @throws ConfigurationException as {@link #check}
     * @throws ProcessExit as {@link #check}, and {@link ExitCode#KAFKA} when Kafka does not answer in time, or does not know
     *     the installation; nothing is deleted then
     */
    public static PruneReport run(Settings settings, Clock clock, boolean dryRun) {
        return run(settings, clock, dryRun, () -> {});
    }

    /**
     * The same.
     *
     * @param step called repeatedly while waiting for Kafka
     */
    public static PruneReport run(Settings settings, Clock clock, boolean dryRun, Runnable step) {
        Duration keep = keep(settings);
        Source source = source(settings);
        Duration timeout = Duration.ofMillis(settings.get(PipelineOptions.STARTUP_TIMEOUT_MS));
        KafkaClients clients = new KafkaClients(settings);
        Topics topics = clients.topics();
        ParserGroup group = ParserGroup.of(settings);
        String parsersGaps = OutputTopics.of(settings).gaps();
        new TopicRights()
                .reads(topics.raw(), topics.ingestor(), topics.gaps(), parsersGaps)
                .needs(AclOperation.DESCRIBE_CONFIGS, List.of(topics.gaps(), parsersGaps))
                .describesGroups(group.name(), group.jumps())
                .check(clients, timeout.toMillis());
        LastCheckpoint checkpoint = new LastCheckpoint(clients, source, timeout);
        return Pruner.of(
                        settings,
                        new InputSettings(settings).dataFolder().resolve(source.directory()),
                        keep,
                        checkpoint::read,
                        clock,
                        step)
                .prune(dryRun);
    }

    private static Source source(Settings settings) {
        InputSettings input = new InputSettings(settings);
        Optional<Source> source = input.findSource();
        return source.orElseThrow(() -> new ProcessExit(
                ExitCode.DATA_FOLDER, "no folder of order statuses in data folder " + input.dataFolder()));
    }

    private static Duration keep(Settings settings) {
        return new InputSettings(settings)
                .pruneKeep()
                .orElseThrow(
                        () -> new ConfigurationException("how long to keep hour files is not given: --keep TIME from "
                                + KeepTime.LEAST.toMinutes() + "m to " + KeepTime.MOST.toHours() + "h, or "
                                + IngestorOptions.PRUNE_KEEP.name()));
    }
}
