package io.orderwire.benchmarks.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code tail -F} piped into kcat, with librdkafka's advice for throughput: compression, large batches, some linger. */
final class TailKcat implements IngestPeer {
    /** Settings of librdkafka for throughput without a loss while it runs, also given to rsyslog. */
    static final List<String> LIBRDKAFKA = List.of(
            "enable.idempotence=true",
            "compression.codec=lz4",
            "linger.ms=50",
            "batch.size=1000000",
            "queue.buffering.max.messages=500000",
            "queue.buffering.max.kbytes=1048576");

    @Override
    public String name() {
        return "tail -F | kcat";
    }

    @Override
    public Optional<String> missing() {
        return Programs.missing("kcat", "tail", "kcat");
    }

    @Override
    public String topic(Task task) {
        return task.name();
    }

    /** kcat 1.7.1 waits for 128 bytes of a pipe before it looks for the end of the next line. */
    @Override
    public int keepsLines() {
        return 2;
    }

    /** Each reads what the one before writes. */
    List<List<String>> commands(Task task) {
        List<String> kcat = new ArrayList<>(List.of("kcat", "-P", "-b", task.kafka(), "-t", topic(task)));
        LIBRDKAFKA.forEach(setting -> kcat.addAll(List.of("-X", setting)));
        return List.of(List.of("tail", "-n", "+1", "-F", task.file().toString()), kcat);
    }

    @Override
    public String configuration(Task task) {
        List<List<String>> commands = commands(task);
        return String.join(" ", commands.get(0)) + " |\n  " + String.join(" ", commands.get(1));
    }

    @Override
    public PeerProcess start(Task task) throws IOException {
        return PeerProcess.start(task.folder().resolve("log"), commands(task));
    }
}
