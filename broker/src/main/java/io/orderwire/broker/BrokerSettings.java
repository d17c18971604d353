package io.orderwire.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.jspecify.annotations.Nullable;

/** The broker's configuration, and why it differs from Kafka's defaults. */
final class BrokerSettings {
    static final int NODE_ID = 1;

    private static final Set<String> OURS = Set.of(
            "node.id",
            "broker.id",
            "process.roles",
            "listeners",
            "advertised.listeners",
            "listener.security.protocol.map",
            "inter.broker.listener.name",
            "security.inter.broker.protocol",
            "controller.listener.names",
            "controller.quorum.voters",
            "controller.quorum.bootstrap.servers",
            "log.dir",
            "log.dirs",
            "metadata.log.dir",
            "sasl.enabled.mechanisms",
            "authorizer.class.name",
            "super.users",
            "allow.everyone.if.no.acl.found");

    private BrokerSettings() {}

    /** @throws IllegalArgumentException naming the keys that are not the user's to set, or not Kafka's */
    static void requireOverridable(Collection<String> keys) {
        Set<String> refused = new TreeSet<>(keys);
        refused.retainAll(OURS);
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException("broker settings that Orderwire sets itself: " + refused);
        }
        Set<String> unknown = new TreeSet<>(keys);
        unknown.removeAll(KafkaConfig.configDef().names());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown broker settings: " + unknown);
        }
    }

    static Map<String, String> of(BrokerOptions options, BrokerSockets sockets, Duration startTimeout) {
        Map<String, String> settings = new HashMap<>();
        oneNode(settings);
        quickHandOver(settings);
        shortTransactions(settings);
        actingRetention(settings);
        smallFootprint(settings);
        settings.put("server.max.startup.time.ms", Long.toString(startTimeout.toMillis()));
        settings.putAll(options.overrides());
        place(settings, options, sockets);
        return settings;
    }

    /** No replication, few groups and producers, and no topics that are created by accident. */
    private static void oneNode(Map<String, String> settings) {
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("offsets.topic.num.partitions", "2");
        settings.put("transaction.state.log.num.partitions", "2");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("auto.create.topics.enable", "false");
        // A raw record may be 2 MiB; the rest is room for its batch's header and for the user's own topics.
        settings.put("message.max.bytes", Integer.toString(4 << 20));
    }

    /**
     * A producer's first write to a partition adds the partition to its transaction, which the broker asks of itself. While
     * the markers of the producer's previous transaction are being written, which takes a few milliseconds, it retries.
     * Kafka's 20 ms suit brokers on several hosts; how long it retries, 100 ms, stays the same.
     */
    private static void shortTransactions(Map<String, String> settings) {
        settings.put("add.partitions.to.txn.retry.backoff.ms", "2");
    }

    /** Bounds how long others wait until they can replace a process that died (the design bounds interruptions). */
    private static void quickHandOver(Map<String, String> settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        // No other broker can replace this one. If its session expired during a pause, no partition would have a leader
        // for a moment, with the consequences that PreviousRegistration describes.
        settings.put("broker.session.timeout.ms", Integer.toString(Integer.MAX_VALUE));
        settings.put("broker.heartbeat.interval.ms", "300");
    }

    private static void actingRetention(Map<String, String> settings) {
        settings.put("log.retention.check.interval.ms", "10000");
        settings.put("log.initial.task.delay.ms", "5000");
        settings.put("log.segment.delete.delay.ms", "10000");
        // Kafka reads these topics completely on every start: small segments keep the start short.
        settings.put("offsets.topic.segment.bytes", Integer.toString(16 << 20));
        settings.put("transaction.state.log.segment.bytes", Integer.toString(16 << 20));
    }

    /** Sized for two cores and for a heap shared with the pipeline. */
    private static void smallFootprint(Map<String, String> settings) {
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("group.coordinator.threads", "1");
        settings.put("num.recovery.threads.per.data.dir", "2");
        // By default Kafka flushes an empty record to disk twice a second. That only serves to monitor a quorum, and
        // the broker's heartbeats would wait for the disk.
        settings.put("metadata.max.idle.interval.ms", "0");
        // Allocated at start, 128 MiB by default; compacted topics here have a few hundred keys.
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        // No metrics over JMX: the pipeline's own are served over HTTP.
        settings.put("metric.reporters", "");
    }

    private static void place(Map<String, String> settings, BrokerOptions options, BrokerSockets sockets) {
        String local = listener(BrokerListener.LOCAL, "127.0.0.1", sockets);
        String controller = listener(BrokerListener.CONTROLLER, "127.0.0.1", sockets);
        String host = options.advertisedHost();
        boolean open = host != null;
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("log.dirs", options.dataDir().toString());
        List<String> listeners = new ArrayList<>();
        List<String> advertised = new ArrayList<>();
        if (open) {
            listeners.add(listener(BrokerListener.PUBLIC, "0.0.0.0", sockets));
            advertised.add(listener(BrokerListener.PUBLIC, bracketed(host), sockets));
        }
        if (options.externalAddress() != null) {
            listeners.add(listener(BrokerListener.EXTERNAL, "0.0.0.0", sockets));
            advertised.add(BrokerListener.EXTERNAL + "://" + options.externalAddress());
        }
        listeners.addAll(List.of(local, controller));
        advertised.add(local);
        settings.put("listeners", String.join(",", listeners));
        settings.put("advertised.listeners", String.join(",", advertised));
        boolean named = open && !options.users().isEmpty();
        String protocol = named ? "SASL_PLAINTEXT" : "PLAINTEXT";
        settings.put(
                "listener.security.protocol.map",
                "LOCAL:PLAINTEXT,PUBLIC:" + protocol + ",EXTERNAL:" + protocol + ",CONTROLLER:PLAINTEXT");
        if (named) {
            authenticate(settings, options.users());
            if (PlainLogins.allowedAt(options.externalAddress())) {
                settings.put("listener.name.external.sasl.enabled.mechanisms", "SCRAM-SHA-512,PLAIN");
                settings.put("listener.name.external.plain.sasl.jaas.config", PlainLogins.jaas(options.users()));
            }
        }
        settings.put("inter.broker.listener.name", BrokerListener.LOCAL.name());
        settings.put("controller.listener.names", BrokerListener.CONTROLLER.name());
        settings.put("controller.quorum.voters", NODE_ID + "@" + sockets.address(BrokerListener.CONTROLLER));
    }

    /** Users are stored by {@link BrokerAccess}. Anonymous clients are superusers: only loopback listeners accept them. */
    private static void authenticate(Map<String, String> settings, BrokerUsers users) {
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        for (String listener : List.of("public", "external")) {
            settings.put(
                    "listener.name." + listener + ".scram-sha-512.sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        }
        settings.put("authorizer.class.name", StandardAuthorizer.class.getName());
        List<String> superusers = new ArrayList<>(List.of(KafkaPrincipal.ANONYMOUS.toString()));
        users.withAllRights()
                .forEach(name -> superusers.add(new KafkaPrincipal(KafkaPrincipal.USER_TYPE, name).toString()));
        settings.put("super.users", String.join(";", superusers));
        settings.put("allow.everyone.if.no.acl.found", "false");
    }

    private static String listener(BrokerListener listener, String host, BrokerSockets sockets) {
        return listener.name() + "://" + host + ":" + sockets.port(listener);
    }

    static String bracketed(@Nullable String host) {
        return host != null && host.indexOf(':') >= 0 && !host.startsWith("[")
                ? "[" + host + "]"
                : String.valueOf(host);
    }
}
