package io.orderwire.standalone.pipeline;

import io.orderwire.parser.ParserOptions;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Rights of users who only read, for a Kafka that checks rights. They equal the rights that the embedded broker grants to
 * the users of its file: to read all topics of the installation except Kafka's internal ones, and to use all groups except
 * the parsers'.
 */
final class ReaderRights {
    private static final String EVERYTHING = "*";

    private ReaderRights() {}

    /**
     * Checks names of users.
     *
     * @throws ConfigurationException if one is empty, or the name by which Kafka means everybody
     */
    static void check(Collection<String> users) {
        for (String user : users) {
            if (user.isBlank() || user.equals(EVERYTHING)) {
                throw new ConfigurationException(
                        "--readers has the name '" + user + "', expected names of users of Kafka, comma-separated");
            }
        }
    }

    /**
     * Grants them. Rights that exist already stay.
     *
     * @return a line of text for each user
     * @throws ProcessExit {@link ExitCode#KAFKA} if Kafka refuses, or does not answer within {@code startup.timeout.ms}
     */
    static List<String> grant(Settings settings, Collection<String> users) throws InterruptedException {
        if (users.isEmpty()) {
            return List.of();
        }
        List<AclBinding> rights = new ArrayList<>();
        users.forEach(user -> rights.addAll(of("User:" + user, settings)));
        try (Admin admin = new KafkaClients(settings).admin("orderwire-rights")) {
            admin.createAcls(rights).all().get(settings.get(PipelineOptions.STARTUP_TIMEOUT_MS), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Throwable why = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new ProcessExit(ExitCode.KAFKA, "rights of readers were not granted: " + why);
        }
        return users.stream().map(user -> "user " + user + " may read").toList();
    }

    private static List<AclBinding> of(String principal, Settings settings) {
        String prefix = settings.get(PipelineOptions.TOPICS_PREFIX);
        ResourcePattern topics = prefix.isEmpty()
                ? new ResourcePattern(ResourceType.TOPIC, EVERYTHING, PatternType.LITERAL)
                : new ResourcePattern(ResourceType.TOPIC, prefix, PatternType.PREFIXED);
        return List.of(
                right(principal, topics, AclOperation.READ, AclPermissionType.ALLOW),
                right(
                        principal,
                        new ResourcePattern(ResourceType.TOPIC, "__", PatternType.PREFIXED),
                        AclOperation.ALL,
                        AclPermissionType.DENY),
                right(
                        principal,
                        new ResourcePattern(ResourceType.GROUP, EVERYTHING, PatternType.LITERAL),
                        AclOperation.READ,
                        AclPermissionType.ALLOW),
                right(
                        principal,
                        new ResourcePattern(
                                ResourceType.GROUP, ParserOptions.applicationId(settings), PatternType.PREFIXED),
                        AclOperation.ALL,
                        AclPermissionType.DENY));
    }

    private static AclBinding right(
            String principal, ResourcePattern resource, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(resource, new AccessControlEntry(principal, EVERYTHING, operation, permission));
    }
}
