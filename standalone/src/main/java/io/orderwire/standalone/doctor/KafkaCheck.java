package io.orderwire.standalone.doctor;

import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.KafkaRefusal;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.kafka.TopicRights;
import io.orderwire.runtime.kafka.TopicTrial;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;

/** Checks a Kafka cluster: that it answers, and what its version, policies and rights would make of the pipeline. */
final class KafkaCheck {
    private static final long TIMEOUT_MS = 10_000;
    private static final String METADATA = "metadata.version";
    private static final String TRANSACTIONS = "transaction.version";

    /** Since Kafka 4.0 a transaction that hangs ends by itself, and partitions are added within the produce request. */
    private static final int SAFE_TRANSACTIONS = 2;

    private final Settings settings;
    private final List<Finding> findings = new ArrayList<>();

    KafkaCheck(Settings settings) {
        this.settings = settings;
    }

    List<Finding> run() throws InterruptedException {
        KafkaClients clients = new KafkaClients(settings);
        try {
            clients.check();
        } catch (ConfigurationException e) {
            return List.of(Finding.fault(
                    Check.KAFKA,
                    ExitCode.USAGE,
                    String.valueOf(e.getMessage()),
                    "correct kafka.bootstrap.servers and the other kafka. settings"));
        }
        Admin admin = clients.admin("orderwire-doctor");
        try {
            Collection<Node> brokers = get(admin.describeCluster().nodes());
            findings.add(Finding.ok(
                    Check.KAFKA, "Kafka at " + clients.bootstrapServers() + " answers, brokers: " + brokers.size()));
            version(get(admin.describeFeatures().featureMetadata()).finalizedFeatures());
            brokers(brokers.size());
            topics(admin);
            rights(clients);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            findings.add(failed(clients, e));
        } finally {
            // Without a timeout of zero, closing waits for calls in progress.
            admin.close(Duration.ZERO);
        }
        return findings;
    }

    private static Finding failed(KafkaClients clients, Exception failure) {
        boolean wrapped = failure instanceof ExecutionException && failure.getCause() != null;
        Throwable cause = wrapped ? failure.getCause() : failure;
        boolean silent =
                cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException;
        return Finding.fault(
                Check.KAFKA,
                ExitCode.KAFKA,
                silent
                        ? "Kafka at " + clients.bootstrapServers() + " did not answer within " + TIMEOUT_MS + " ms"
                        : clients.refusal().describe(cause, KafkaRefusal.Use.DESCRIBING),
                silent
                        ? "check the address, the network, and whether the listener expects TLS"
                                + " (kafka.security.protocol)"
                        : "see docs/operations.md#rights-in-kafka");
    }

    private void version(Map<String, FinalizedVersionRange> features) {
        int transactions = level(features, TRANSACTIONS);
        String words = METADATA + " " + level(features, METADATA) + ", " + TRANSACTIONS + " " + transactions;
        if (!features.containsKey(METADATA)) {
            findings.add(Finding.warning(
                    Check.KAFKA_VERSION,
                    "Kafka does not say its metadata.version: it is older than 3.3, or runs with ZooKeeper",
                    "upgrade it: the pipeline is tested with Kafka 4"));
        } else if (transactions < SAFE_TRANSACTIONS) {
            findings.add(Finding.warning(
                    Check.KAFKA_VERSION,
                    words + ": commits take longer, and a transaction of a broken client may block readers",
                    "with all brokers on Kafka 4: kafka-features.sh upgrade --feature transaction.version=2"));
        } else {
            findings.add(Finding.ok(Check.KAFKA_VERSION, words));
        }
    }

    private static int level(Map<String, FinalizedVersionRange> features, String name) {
        FinalizedVersionRange range = features.get(name);
        return range == null ? 0 : range.maxVersionLevel();
    }

    private void brokers(int count) {
        int replicas = settings.get(PipelineOptions.REPLICATION);
        if (replicas > count) {
            findings.add(Finding.fault(
                    Check.KAFKA_BROKERS,
                    ExitCode.KAFKA,
                    PipelineOptions.REPLICATION.name() + " is " + replicas + ", brokers: " + count,
                    "start the other brokers, or set " + PipelineOptions.REPLICATION.name() + "=" + count));
        } else if (count == 1) {
            findings.add(Finding.warning(
                    Check.KAFKA_BROKERS,
                    "a lone broker of your own may forget the end of a transaction when it is killed (KAFKA-20734)",
                    "use three brokers, or ./orderwire broker (docs/operations.md#a-lone-kafka-broker)"));
        } else {
            findings.add(Finding.ok(Check.KAFKA_BROKERS, "brokers: " + count));
        }
    }

    private void topics(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        TopicTrial trial = new TopicTrial(settings);
        trial.run(admin, TIMEOUT_MS);
        trial.faults()
                .forEach(fault -> findings.add(Finding.fault(
                        Check.KAFKA_TOPICS,
                        ExitCode.KAFKA,
                        fault,
                        "let a user with the rights run ./orderwire topics, or correct the topic or the option")));
        trial.differences()
                .forEach(difference -> findings.add(Finding.warning(
                        Check.KAFKA_TOPICS, difference, "change the topic or the option if that is not meant")));
        if (trial.faults().isEmpty()) {
            int missing = trial.missing().size();
            findings.add(Finding.ok(
                    Check.KAFKA_TOPICS,
                    missing == 0 ? "all topics exist" : "Kafka would create the topics that are missing: " + missing));
        }
    }

    /** The rights of all processes together: which of them this user is to run is not known. */
    private void rights(KafkaClients clients) {
        OutputTopics outputs = OutputTopics.of(settings);
        TopicRights rights = new TopicRights()
                .reads(
                        outputs.topics().raw(),
                        outputs.topics().ingestor(),
                        outputs.topics().pipeline(),
                        outputs.topics().gaps(),
                        outputs.gaps(),
                        outputs.orders())
                .writes(
                        outputs.topics().raw(),
                        outputs.topics().ingestor(),
                        outputs.topics().pipeline(),
                        outputs.topics().gaps(),
                        outputs.gaps(),
                        outputs.orders(),
                        outputs.deadLetters());
        try {
            rights.check(clients, TIMEOUT_MS);
            findings.add(
                    Finding.ok(Check.KAFKA_RIGHTS, "this user has the rights of all processes on existing topics"));
        } catch (ProcessExit e) {
            findings.add(Finding.warning(
                    Check.KAFKA_RIGHTS,
                    String.valueOf(e.getMessage()),
                    "fine if another user runs the process that needs it (docs/operations.md#rights-in-kafka)"));
        }
    }

    private static <T> T get(KafkaFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }
}
