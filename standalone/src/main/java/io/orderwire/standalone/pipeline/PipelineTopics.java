package io.orderwire.standalone.pipeline;

import io.orderwire.parser.ParserTopics;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.TopicSetup;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates all topics of an installation, those of Kafka Streams included: afterwards no process of the pipeline needs the
 * right to create topics.
 */
public final class PipelineTopics {
    private static final Logger log = LoggerFactory.getLogger(PipelineTopics.class);

    private PipelineTopics() {}

    /**
     * Creates the topics that are missing, checks the others, and grants the readers the right to read them.
     *
     * @param readers names of users in Kafka
     * @return a line of text for each topic and each reader
     * @throws io.orderwire.runtime.process.ProcessExit {@link io.orderwire.runtime.process.ExitCode#KAFKA} if Kafka does
     *     not answer within {@code startup.timeout.ms} or a topic that exists does not fit
     */
    public static List<String> create(Settings.Loader loader, List<String> readers) throws InterruptedException {
        Settings settings = loader.load();
        log.info("configuration:{}", settings.describe());
        ReaderRights.check(readers);
        // Throws, before anything is created, if the settings of Kafka Streams contain a value that topics cannot have.
        ParserTopics.changelog(settings, 1);
        KafkaAddress.await(settings);
        TopicSetup setup = new TopicSetup(settings);
        int partitions = setup.ensure();
        setup.ensure(ParserTopics.changelog(settings, partitions));
        List<String> report = new ArrayList<>(setup.report());
        report.addAll(ReaderRights.grant(settings, readers));
        return report;
    }
}
