package io.orderwire.runtime.kafka;

import java.util.Map;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.CreateTopicPolicy;

/**
 * A policy as on clusters with many tenants: topics may set neither the size of segments nor the retention time. Brokers
 * instantiate it.
 */
public final class StrictPolicy implements CreateTopicPolicy {
    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void validate(RequestMetadata request) {
        for (String name : new String[] {"segment.bytes", "segment.ms", "retention.ms"}) {
            if (request.configs().containsKey(name)) {
                throw new PolicyViolationException("no topic has its own " + name);
            }
        }
    }

    @Override
    public void close() {}
}
