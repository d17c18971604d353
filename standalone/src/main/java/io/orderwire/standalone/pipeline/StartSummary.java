package io.orderwire.standalone.pipeline;

import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a newcomer wants to know about a process that has just started: what it is, where, and how to stop it. */
final class StartSummary {
    private static final Logger log = LoggerFactory.getLogger(StartSummary.class);

    private final List<String> lines = new ArrayList<>();

    /** A summary that begins with what the process is. */
    StartSummary(String what) {
        String version = StartSummary.class.getPackage().getImplementationVersion();
        lines.add("started: " + what + " of orderwire " + (version == null ? "from source" : version));
    }

    /** Adds the addresses at which it listens. */
    StartSummary listens(ReadyLine ready) {
        lines.add("listens: " + ready.toString().replaceFirst("^ready ", ""));
        return this;
    }

    /** Adds where the node's files are. */
    StartSummary reads(Settings settings) {
        lines.add("reads: " + settings.get(IngestorOptions.DATA_DIR));
        return this;
    }

    /** Adds where its data are in Kafka. */
    StartSummary kafka(Settings settings) {
        lines.add("data: in Kafka at " + settings.get(PipelineOptions.BOOTSTRAP_SERVERS) + ", topics "
                + PipelineOptions.topics(settings).raw() + " and others");
        return this;
    }

    /** Adds where its own Kafka keeps its data. */
    StartSummary state(Path folder) {
        lines.add("data: in " + folder);
        return this;
    }

    /** Logs its lines. */
    void log() {
        lines().forEach(line -> log.info("{}", line));
    }

    /** One line for each of these, and how to stop it. */
    List<String> lines() {
        List<String> all = new ArrayList<>(lines);
        all.add("stop it: Ctrl-C, or kill " + ProcessHandle.current().pid()
                + "; it ends what it does and exits with 0");
        return all;
    }
}
