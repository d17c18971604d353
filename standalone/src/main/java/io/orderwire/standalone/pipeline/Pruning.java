package io.orderwire.standalone.pipeline;

import io.orderwire.ingestor.IngestorPrune;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.standalone.process.WaitingNotice;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prunes the hour files of a data folder, as a command of its own. */
public final class Pruning {
    private static final Logger log = LoggerFactory.getLogger(Pruning.class);

    private Pruning() {}

    /**
     * Deletes the hour files that may be deleted.
     *
     * @param dryRun only reports what would be deleted
     * @return a line of text for each hour file, and the total
     * @throws io.orderwire.runtime.process.ProcessExit {@link io.orderwire.runtime.process.ExitCode#KAFKA} if Kafka does
     *     not answer within {@code startup.timeout.ms}, {@link io.orderwire.runtime.process.ExitCode#DATA_FOLDER} if the
     *     folder cannot be used
     */
    public static List<String> run(Settings.Loader loader, boolean dryRun) throws InterruptedException {
        Settings settings = loader.load();
        log.info("configuration:{}", settings.describe());
        IngestorPrune.check(settings);
        KafkaAddress.await(settings);
        Runnable notice = new WaitingNotice(
                "reading in Kafka which events were parsed and which were lost",
                Duration.ofMillis(settings.get(PipelineOptions.STARTUP_TIMEOUT_MS)),
                System.err,
                System::nanoTime);
        return IngestorPrune.run(settings, Clock.systemUTC(), dryRun, notice).lines();
    }
}
