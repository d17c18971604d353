package io.orderwire.testing.broker;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/**
 * Kafka's own authorizer, and a record of its judgements for all brokers of this process: {@code ann READ TOPIC orders}.
 * Requests that only ask which operations are allowed are not recorded.
 */
public final class JudgingAuthorizer extends StandardAuthorizer {
    private static final Set<String> ALLOWED = ConcurrentHashMap.newKeySet();
    private static final Set<String> DENIED = ConcurrentHashMap.newKeySet();

    /** A broker creates its authorizer by this constructor. */
    public JudgingAuthorizer() {}

    @Override
    public List<AuthorizationResult> authorize(AuthorizableRequestContext request, List<Action> actions) {
        List<AuthorizationResult> results = super.authorize(request, actions);
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            boolean allowed = results.get(i) == AuthorizationResult.ALLOWED;
            if (allowed ? action.logIfAllowed() : action.logIfDenied()) {
                (allowed ? ALLOWED : DENIED)
                        .add(request.principal().getName() + " " + action.operation() + " "
                                + action.resourcePattern().resourceType() + " "
                                + action.resourcePattern().name());
            }
        }
        return results;
    }

    /** Operations that were allowed since {@link #forget()}. */
    public static Set<String> allowed() {
        return new TreeSet<>(ALLOWED);
    }

    /** Operations that were denied since {@link #forget()}. */
    public static Set<String> denied() {
        return new TreeSet<>(DENIED);
    }

    /** Empties the record. */
    public static void forget() {
        ALLOWED.clear();
        DENIED.clear();
    }
}
