package io.orderwire.standalone.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What an operator can do about a reason for which the pipeline is degraded. The words say where the documents have more. */
enum Advice {
    NODE_LAGS(
            "node: .* behind the chain", "the node itself lags: check its CPU, disk and peers (docs/node.md#the-node)"),
    NODE_SILENT("node: nothing written for .*", "the node has stopped writing: check its log (docs/node.md#the-node)"),
    NODE_FOLDER_GONE("node: the folder .* is gone", "mount or rename the folder back; reading continues by itself"),
    NODE_OTHER_SOURCE(
            "node: .* is growing, but .* is being followed",
            "the node's flags changed: change them back, or restart the ingestor with the other --source"),
    PROCESS_MISSING(
            "no (ingestor|parser)",
            "no such process has been heard of for 5 s: start it, and read the end of its log"
                    + " (docs/operations.md#failures)"),
    FILE_UNREADABLE(
            "ingestor: cannot read .*",
            "give this user the right to read the file and to pass through its folders (./orderwire doctor)"),
    FILE_HELD_BACK(
            "ingestor: .* holds the first .*",
            "a restore seems to be in progress: wait for it, or up to 60 s (docs/node.md)"),
    NO_FOLDER(
            "ingestor: no folder of order statuses .*",
            "start the node with its flags for writing order statuses, or correct --data"),
    SLOW(
            ".*: the .* is slow: .*",
            "this stage is near its limit: look for other work on its CPUs, or add parsers"
                    + " (docs/operations.md#overload)"),
    SHEDDING(
            "gateway: orders are shed .*",
            "the gateway lags: give it CPU, or start another (docs/operations.md#overload)"),
    CLOCK(".*: its clock is .*", "synchronize the clocks of the hosts (docs/operations.md#clocks)"),
    FOREIGN(
            ".*: .* foreign records? ignored.*",
            "something else writes to these topics: restrict the rights (docs/operations.md#rights-in-kafka)"),
    KAFKA_BROKER(
            "(kafka: broker|gateway: Kafka does not answer|gateway: only) .*",
            "restore the broker, and check the network to it (docs/operations.md#losing-a-broker-a-disk-a-zone)"),
    KAFKA_DISK("kafka: the disk of .*", "make room or lower the retention (docs/operations.md#retention-and-disk)"),
    KAFKA_TOPIC("kafka: .* has .*: left as .*", "./orderwire topics lists all differences (docs/contract.md#topics)"),
    STREAMS("parser: Kafka Streams is .*", "partitions are moving: if it stays so for a minute, read the parser's log");

    /** No process writes a longer reason; matching takes time that grows with the square of the length. */
    private static final int LONGEST_REASON = 10_000;

    private final Pattern reason;
    private final String words;

    Advice(String reason, String words) {
        this.reason = Pattern.compile(reason, Pattern.DOTALL);
        this.words = words;
    }

    /** Names the advice in JSON, such as {@code node-silent}. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What to do. */
    String words() {
        return words;
    }

    /** The advice on those reasons, each once, in the order in which the enum lists them. */
    static List<Advice> on(Collection<String> reasons) {
        List<Advice> advice = new ArrayList<>();
        for (Advice each : values()) {
            if (reasons.stream().anyMatch(each::isOn)) {
                advice.add(each);
            }
        }
        return advice;
    }

    private boolean isOn(String text) {
        return text.length() <= LONGEST_REASON && reason.matcher(text).matches();
    }
}
