package io.orderwire.testing.broker;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What the brokers of tests have in common: the product's bounds on a hold-up, one node, retention that acts soon. */
final class TestBrokerSettings {
    private static final Map<String, String> COMMON = Map.ofEntries(
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.min.session.timeout.ms", "1000"),
            // A lone broker that comes back after a kill has no leaders for a moment, and 4.3.1 drops the markers that
            // end transactions then (KAFKA-20734): the first look for those that timed out has to come after that,
            // well over broker.session.timeout.ms. The product's own broker has no such moment.
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

    /** The same for Kafka's official image, which takes its settings from its environment. */
    static Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>();
        with(settings)
                .forEach((name, value) ->
                        environment.put("KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        return environment;
    }
}
