package io.orderwire.runtime.kafka;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Explains in one line why Kafka refused a client of this process: which right its user lacks, or why it could not log in.
 * Kafka's exceptions name neither the user nor the operation, and not always the resource.
 */
public final class KafkaRefusal {
    private static final Pattern USER_NAME = Pattern.compile("\\busername\\s*=\\s*(\"[^\"]*\"|[^\"\\s;]+)");

    /** The texts with which Java rejects a certificate, and what they mean for the user. */
    private static final Map<String, String> CERTIFICATE_FAULTS = Map.of(
            "unable to find valid certification path",
            "no authority of the truststore (kafka.ssl.truststore.location) has issued the broker's certificate",
            "No subject alternative",
            "the broker's certificate is not for this address",
            "No name matching",
            "the broker's certificate is not for this address",
            "NotAfter",
            "the broker's certificate has expired");

    /**
     * What a client does.
     *
     * @param operation on the topics, group or cluster that Kafka refuses
     * @param group of a consumer, empty if it has none
     * @param transactionalId of a producer, empty if it has none
     */
    public record Use(AclOperation operation, String group, String transactionalId) {
        /** A consumer without a group. */
        public static final Use READING = of(AclOperation.READ);

        /** A producer without transactions. */
        public static final Use WRITING = of(AclOperation.WRITE);

        /** An admin client that describes topics. */
        public static final Use DESCRIBING = of(AclOperation.DESCRIBE);

        /** An operation outside of groups and transactions. */
        public static Use of(AclOperation operation) {
            return new Use(operation, "", "");
        }
    }

    private final String servers;
    private final String principal;

    KafkaRefusal(Map<String, Object> client) {
        this.servers = String.valueOf(client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        this.principal = principal(client.get(SaslConfigs.SASL_JAAS_CONFIG));
    }

    private static String principal(@Nullable Object jaas) {
        Matcher name = USER_NAME.matcher(String.valueOf(jaas));
        String found = name.find() ? String.valueOf(name.group(1)).replace("\"", "") : "";
        // A variable is replaced within Kafka's clients only.
        return found.isEmpty() || found.contains("${") ? "the user of this process" : "User:" + found;
    }

    /** Such as {@code User:ann needs WRITE on topic orders}. */
    public String needs(AclOperation operation, ResourceType type, String name) {
        String resource = type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return principal + " needs " + operation + " on " + resource + (name.isEmpty() ? "" : " " + name);
    }

    /** The text of a refusal; empty if the failure has another reason. */
    public Optional<String> of(@Nullable Throwable failure, Use use) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String text = cause instanceof KafkaRefusedException ? cause.getMessage() : text(cause, use);
            if (text != null) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    /** The text of a refusal, or the failure itself. */
    public String describe(@Nullable Throwable failure, Use use) {
        return of(failure, use).orElseGet(() -> String.valueOf(failure));
    }

    private @Nullable String text(Throwable cause, Use use) {
        if (cause instanceof TopicAuthorizationException topics) {
            Set<String> names = new TreeSet<>(topics.unauthorizedTopics());
            return names.isEmpty()
                    ? principal + " needs " + use.operation + " on a topic: " + cause.getMessage()
                    : names.stream()
                            .map(name -> needs(use.operation, ResourceType.TOPIC, name))
                            .collect(Collectors.joining(", "));
        }
        if (cause instanceof GroupAuthorizationException group) {
            AclOperation operation = use.operation == AclOperation.DESCRIBE ? use.operation : AclOperation.READ;
            return needs(operation, ResourceType.GROUP, group.groupId() == null ? use.group : group.groupId());
        }
        if (cause instanceof TransactionalIdAuthorizationException) {
            return needs(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, use.transactionalId);
        }
        if (cause instanceof ClusterAuthorizationException) {
            AclOperation operation =
                    use.operation == AclOperation.WRITE ? AclOperation.IDEMPOTENT_WRITE : use.operation;
            return needs(operation, ResourceType.CLUSTER, "");
        }
        if (cause instanceof SslAuthenticationException) {
            return "no TLS connection to Kafka at " + servers + ": " + certificateFault(cause);
        }
        if (cause instanceof AuthenticationException) {
            return "Kafka at " + servers + " refuses " + principal + ": " + cause.getMessage()
                    + "; check kafka.sasl.jaas.config and kafka.sasl.mechanism";
        }
        return null;
    }

    private static String certificateFault(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        return CERTIFICATE_FAULTS.entrySet().stream()
                .filter(fault -> message.contains(fault.getKey()))
                .map(fault -> fault.getValue() + " (" + message + ")")
                .findFirst()
                .orElse(message);
    }
}
