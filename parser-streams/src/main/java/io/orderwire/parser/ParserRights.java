package io.orderwire.parser;

import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.KafkaRefusal;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.kafka.TopicRights;
import java.util.Optional;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** The rights that a parser needs in Kafka, and the explanation when Kafka refuses one of Kafka Streams' clients. */
final class ParserRights {
    /** The beginning of Streams' message about a record that could not be written. */
    private static final String SENDING = "Error encountered sending record";

    private final KafkaClients clients;
    private final OutputTopics outputs;
    private final String group;
    private final String changelog;
    private final String instance;

    ParserRights(Settings settings, KafkaClients clients, String instance) {
        this.clients = clients;
        this.outputs = OutputTopics.of(settings);
        this.group = ParserOptions.applicationId(settings);
        this.changelog = group + ParserOptions.CHANGELOG;
        this.instance = instance;
    }

    /** Kafka's group of the parsers. */
    String group() {
        return group;
    }

    TopicRights topics() {
        String stats = clients.topics().pipeline();
        return new TopicRights()
                .reads(clients.topics().raw(), stats, changelog)
                .writes(outputs.orders(), outputs.deadLetters(), outputs.gaps(), stats, changelog);
    }

    /** Why Kafka refused; empty if the failure has another reason. Streams' exceptions do not say which client failed. */
    Optional<String> refusal(Throwable failure) {
        boolean writing = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            writing |= String.valueOf(cause.getMessage()).startsWith(SENDING);
            if (cause instanceof TopicAuthorizationException refused) {
                // The parser only writes the topics of its results, and only reads the raw topic.
                writing |= refused.unauthorizedTopics().stream()
                        .noneMatch(topic -> topic.equals(clients.topics().raw()) || topic.equals(changelog));
            }
        }
        AclOperation operation = writing ? AclOperation.WRITE : AclOperation.READ;
        return clients.refusal().of(failure, new KafkaRefusal.Use(operation, group, group + "-" + instance + "-N"));
    }
}
