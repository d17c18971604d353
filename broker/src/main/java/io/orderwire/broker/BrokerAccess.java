package io.orderwire.broker;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData.ScramCredentialDeletion;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData.ScramCredentialUpsertion;
import org.apache.kafka.common.message.AlterUserScramCredentialsResponseData.AlterUserScramCredentialsResult;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.controller.Controller;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.loader.MetadataLoader;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.server.authorizer.AclCreateResult;

/**
 * Stores the users that connect from other machines, and their rights, in Kafka's metadata before the broker listens: a
 * user that was removed from the file cannot connect even for a moment. All users may read all topics but Kafka's internal
 * ones, and use all groups but the product's; those with all rights are superusers. Clients on the loopback listener, such as those of this process, are
 * anonymous and have every right.
 */
final class BrokerAccess {
    private static final String NOT_STORED = "the users of Kafka cannot be stored";
    private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_512;
    private static final byte MECHANISM_NUMBER = org.apache.kafka.clients.admin.ScramMechanism.SCRAM_SHA_512.type();
    private static final String EVERYBODY = "User:*";

    private final BrokerUsers users;
    private final List<String> ownGroups;
    private final Controller controller;
    private final MetadataLoader loader;

    /**
     * @param ownGroups prefixes of the names of groups that only this process may use
     * @param loader the metadata loader that the broker will use, too
     */
    BrokerAccess(BrokerUsers users, List<String> ownGroups, Controller controller, MetadataLoader loader) {
        this.users = users;
        this.ownGroups = ownGroups;
        this.controller = controller;
        this.loader = loader;
    }

    /**
     * Stores the users, if there are any, and deletes stored users that are not among them.
     *
     * @throws BrokerStartException if the controller refuses, or does not answer within the timeout
     */
    void store(Duration timeout) {
        if (users.isEmpty()) {
            return;
        }
        ControllerCalls.within(timeout, NOT_STORED, this::store);
    }

    private void store(ControllerCalls calls)
            throws ExecutionException, TimeoutException, InterruptedException, GeneralSecurityException {
        AlterUserScramCredentialsRequestData request = request(known(calls));
        calls.ask(() -> controller.alterUserScramCredentials(calls.context(), request))
                .results()
                .forEach(BrokerAccess::require);
        for (AclCreateResult created : calls.ask(() -> controller.createAcls(calls.context(), rights()))) {
            if (created.exception().isPresent()) {
                throw new BrokerStartException(NOT_STORED, created.exception().get());
            }
        }
    }

    private static void require(AlterUserScramCredentialsResult result) {
        if (result.errorCode() != Errors.NONE.code()) {
            throw new BrokerStartException(
                    NOT_STORED + ": " + result.user() + ": " + result.errorMessage(),
                    Errors.forCode(result.errorCode()).exception());
        }
    }

    private AlterUserScramCredentialsRequestData request(Set<String> known) throws GeneralSecurityException {
        AlterUserScramCredentialsRequestData request = new AlterUserScramCredentialsRequestData();
        for (String name : known) {
            if (!users.passwords().containsKey(name)) {
                request.deletions()
                        .add(new ScramCredentialDeletion().setName(name).setMechanism(MECHANISM_NUMBER));
            }
        }
        ScramFormatter formatter = new ScramFormatter(MECHANISM);
        for (Map.Entry<String, String> user : users.passwords().entrySet()) {
            byte[] salt = formatter.secureRandomBytes();
            request.upsertions()
                    .add(new ScramCredentialUpsertion()
                            .setName(user.getKey())
                            .setMechanism(MECHANISM_NUMBER)
                            .setIterations(MECHANISM.minIterations())
                            .setSalt(salt)
                            .setSaltedPassword(
                                    formatter.saltedPassword(user.getValue(), salt, MECHANISM.minIterations())));
        }
        return request;
    }

    /** The rights of every principal: all users have the same, and others cannot connect from other machines. */
    private List<AclBinding> rights() {
        List<AclBinding> rights = new ArrayList<>();
        rights.add(right(ResourceType.TOPIC, "*", PatternType.LITERAL, AclOperation.READ, AclPermissionType.ALLOW));
        rights.add(right(ResourceType.GROUP, "*", PatternType.LITERAL, AclOperation.READ, AclPermissionType.ALLOW));
        // Kafka's internal topics, and the groups of the parser.
        rights.add(right(ResourceType.TOPIC, "__", PatternType.PREFIXED, AclOperation.ALL, AclPermissionType.DENY));
        for (String group : ownGroups) {
            rights.add(
                    right(ResourceType.GROUP, group, PatternType.PREFIXED, AclOperation.ALL, AclPermissionType.DENY));
        }
        return rights;
    }

    private static AclBinding right(
            ResourceType type, String name, PatternType pattern, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry(EVERYBODY, "*", operation, permission));
    }

    /** Names of the users in the metadata. */
    private Set<String> known(ControllerCalls calls) throws ExecutionException, TimeoutException, InterruptedException {
        Stored stored = new Stored();
        calls.await(loader.installPublishers(List.of(stored)));
        Set<String> names = calls.await(stored.names);
        calls.await(loader.removeAndClosePublisher(stored));
        return names;
    }

    /** Receives the users in the first metadata image. */
    private static final class Stored implements MetadataPublisher {
        private final CompletableFuture<Set<String>> names = new CompletableFuture<>();

        @Override
        public String name() {
            return "BrokerAccess";
        }

        @Override
        public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
            names.complete(new TreeSet<>(image.scram()
                    .mechanisms()
                    .getOrDefault(org.apache.kafka.clients.admin.ScramMechanism.SCRAM_SHA_512, Map.of())
                    .keySet()));
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
