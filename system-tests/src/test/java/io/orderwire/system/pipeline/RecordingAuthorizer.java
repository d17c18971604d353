package io.orderwire.system.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Endpoint;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.server.authorizer.AclCreateResult;
import org.apache.kafka.server.authorizer.AclDeleteResult;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.apache.kafka.server.authorizer.Authorizer;
import org.apache.kafka.server.authorizer.AuthorizerServerInfo;
import org.jspecify.annotations.Nullable;

/**
 * Allows every operation that a test does not deny, and records what clients requested from a broker. A broker creates its
 * authorizer itself, so a test finds the record by a name that it puts into the broker's settings.
 */
public final class RecordingAuthorizer implements Authorizer {
    private static final String RECORD = "test.authorizer.record";
    private static final Map<String, Record> RECORDS = new ConcurrentHashMap<>();

    /** The resources that were requested from one broker, by client id. */
    static final class Record implements AutoCloseable {
        private final String name;
        private final Map<String, Set<String>> resources = new ConcurrentHashMap<>();
        private final Map<String, Set<String>> rights = new ConcurrentHashMap<>();

        private volatile @Nullable AclOperation denied;

        private Record(String name) {
            this.name = name;
        }

        /** Starts a record. */
        static Record start(String name) {
            Record started = new Record(name);
            if (RECORDS.putIfAbsent(name, started) != null) {
                throw new IllegalStateException("there is a record named " + name);
            }
            return started;
        }

        /** Settings of the broker that is to be recorded. */
        Map<String, String> brokerSettings() {
            return Map.of("authorizer.class.name", RecordingAuthorizer.class.getName(), RECORD, name);
        }

        /** Denies that operation to all clients from now on; replaces an earlier denial. */
        void deny(AclOperation operation) {
            denied = operation;
        }

        /** Topics, groups and transactional ids as {@code TOPIC name}, sorted, by client id. */
        Map<String, Set<String>> resources() {
            Map<String, Set<String>> copy = new HashMap<>();
            resources.forEach((client, named) -> copy.put(client, new TreeSet<>(named)));
            return copy;
        }

        /** What a client did, as {@code READ TOPIC name}. */
        Set<String> rights(String client) {
            return Set.copyOf(rights.getOrDefault(client, Set.of()));
        }

        private void add(String client, Action action) {
            String resource = action.resourcePattern().resourceType() + " "
                    + action.resourcePattern().name();
            resources
                    .computeIfAbsent(client, none -> ConcurrentHashMap.newKeySet())
                    .add(resource);
            rights.computeIfAbsent(client, none -> ConcurrentHashMap.newKeySet())
                    .add(action.operation() + " " + resource);
        }

        @Override
        public void close() {
            RECORDS.remove(name);
        }
    }

    private Record record = new Record("");

    /** Kafka makes it so. */
    public RecordingAuthorizer() {}

    @Override
    public void configure(Map<String, ?> configs) {
        record = RECORDS.get(String.valueOf(configs.get(RECORD)));
    }

    @Override
    public Map<Endpoint, ? extends CompletionStage<Void>> start(AuthorizerServerInfo server) {
        Map<Endpoint, CompletionStage<Void>> ready = new HashMap<>();
        server.endpoints().forEach(endpoint -> ready.put(endpoint, CompletableFuture.completedFuture(null)));
        return ready;
    }

    @Override
    public List<AuthorizationResult> authorize(AuthorizableRequestContext request, List<Action> actions) {
        actions.forEach(action -> record.add(request.clientId(), action));
        return actions.stream()
                .map(action ->
                        record.denied == action.operation() ? AuthorizationResult.DENIED : AuthorizationResult.ALLOWED)
                .toList();
    }

    @Override
    public List<? extends CompletionStage<AclCreateResult>> createAcls(
            AuthorizableRequestContext request, List<AclBinding> bindings) {
        throw new UnsupportedOperationException("no ACLs here");
    }

    @Override
    public List<? extends CompletionStage<AclDeleteResult>> deleteAcls(
            AuthorizableRequestContext request, List<AclBindingFilter> filters) {
        throw new UnsupportedOperationException("no ACLs here");
    }

    @Override
    public Iterable<AclBinding> acls(AclBindingFilter filter) {
        return List.of();
    }

    @Override
    public void close() {}
}
