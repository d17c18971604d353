package io.orderwire.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * rsyslog's imfile and omkafka, with the queue of its example for high performance. imfile waits when the queue is full, and
 * failed messages are submitted again.
 */
final class RsyslogOmkafka implements IngestPeer {
    private static final String PACKAGES = "rsyslog rsyslog-kafka";

    @Override
    public String name() {
        return "rsyslog omkafka";
    }

    @Override
    public Optional<String> missing() throws IOException {
        return Programs.hasLibrary("rsyslog", "omkafka.so")
                ? Programs.missing(PACKAGES, "rsyslogd")
                : Optional.of(Programs.notInstalled(PACKAGES));
    }

    @Override
    public String topic(Task task) {
        return task.name();
    }

    @Override
    public String configuration(Task task) {
        String settings = TailKcat.LIBRDKAFKA.stream()
                .map(setting -> '"' + setting + '"')
                .collect(Collectors.joining(",\n                      "));
        return """
                global(workDirectory="%s" maxMessageSize="64k")
                module(load="imfile" mode="inotify")
                module(load="omkafka")
                template(name="line" type="string" string="%%msg%%")
                input(type="imfile" file="%s" tag="orders" ruleset="kafka" addMetadata="off"
                      persistStateInterval="10000")
                ruleset(name="kafka" queue.type="fixedArray" queue.size="250000" queue.dequeueBatchSize="4096"
                        queue.workerThreads="1") {
                  action(type="omkafka" broker=["%s"] topic="%s" template="line" partitions.auto="on"
                         resubmitOnFailure="on" keepFailedMessages="on" failedMsgFile="%s/failed"
                         action.resumeRetryCount="-1"
                         confParam=[%s])
                }
                """.formatted(task.folder(), task.file(), task.kafka(), topic(task), task.folder(), settings);
    }

    @Override
    public PeerProcess start(Task task) throws IOException {
        Path file = Files.writeString(task.folder().resolve("rsyslog.conf"), configuration(task));
        return PeerProcess.start(
                task.folder().resolve("log"),
                List.of(List.of(
                        Programs.find("rsyslogd").orElseThrow(),
                        "-n",
                        "-f",
                        file.toString(),
                        "-i",
                        task.folder().resolve("pid").toString())));
    }
}
