package io.orderwire.testing.broker;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Common settings of the brokers of tests: the product's timeouts, one node, and retention that is enforced soon. */
final class TestBrokerSettings {
    private static final Map<String, String> COMMON = Map.ofEntries(
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.min.session.timeout.ms", "1000"),
            // After a kill, a single broker that is started again does not have leaders for a moment, during which
            // 4.3.1 drops the markers that end transactions (KAFKA-20734). So the first search for timed-out
            // transactions must come well after broker.session.timeout.ms. The product's own broker avoids this moment.
            Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "5000"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "2"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "2"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("message.max.bytes", "4194304"),
            Map.entry("log.retention.check.interval.ms", "1000"),
            Map.entry("log.initial.task.delay.ms", "1000"),
            Map.entry("log.segment.delete.delay.ms", "1000"),
            // Allocated at start, 128 MiB by default.
            Map.entry("log.cleaner.dedupe.buffer.size", "4194304"));

    private TestBrokerSettings() {}

    static Map<String, String> with(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(COMMON);
        all.putAll(settings);
        return all;
    }

    /** Converts settings to environment variables, by which Kafka's official image is configured. */
    static Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>();
        with(settings)
                .forEach((name, value) ->
                        environment.put("KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        return environment;
    }
}
