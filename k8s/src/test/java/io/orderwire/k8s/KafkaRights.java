package io.orderwire.k8s;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.KafkaUserAuthorizationSimple;
import io.strimzi.api.kafka.model.user.acl.AclResourcePatternType;
import io.strimzi.api.kafka.model.user.acl.AclRule;
import io.strimzi.api.kafka.model.user.acl.AclRuleGroupResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTopicResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTransactionalIdResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.slf4j.LoggerFactory;

/** The rights that the manifests give to users of Kafka, and those that a broker of this JVM was asked for. */
final class KafkaRights extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final Pattern JUDGED = Pattern.compile(
            "Principal = User:(\\S+) is (Allowed|Denied) operation = (\\S+) from .* on resource = (\\S+?):LITERAL:(\\S+) ");

    private static final Logger JUDGEMENTS = (Logger) LoggerFactory.getLogger("kafka.authorizer.logger");

    private final Set<String> used = new ConcurrentSkipListSet<>();
    private final Set<String> denied = new ConcurrentSkipListSet<>();

    /** Begins to record. */
    static KafkaRights recorded() {
        KafkaRights rights = new KafkaRights();
        rights.start();
        JUDGEMENTS.setLevel(Level.DEBUG);
        JUDGEMENTS.setAdditive(false);
        JUDGEMENTS.addAppender(rights);
        return rights;
    }

    /** What Strimzi's user operator creates for a user. */
    static List<AclBinding> of(KafkaUser user) {
        List<AclBinding> bindings = new ArrayList<>();
        for (AclRule rule : ((KafkaUserAuthorizationSimple) user.getSpec().getAuthorization()).getAcls()) {
            for (var operation : rule.getOperations()) {
                bindings.add(new AclBinding(
                        pattern(rule.getResource()),
                        new AccessControlEntry(
                                "User:" + user.getMetadata().getName(),
                                "*",
                                AclOperation.fromString(operation.toValue().replaceAll("(?<=.)(?=[A-Z])", "_")),
                                AclPermissionType.ALLOW)));
            }
        }
        return bindings;
    }

    private static ResourcePattern pattern(AclRuleResource resource) {
        if (resource instanceof AclRuleTopicResource topic) {
            return pattern(ResourceType.TOPIC, topic.getName(), topic.getPatternType());
        }
        if (resource instanceof AclRuleGroupResource group) {
            return pattern(ResourceType.GROUP, group.getName(), group.getPatternType());
        }
        if (resource instanceof AclRuleTransactionalIdResource id) {
            return pattern(ResourceType.TRANSACTIONAL_ID, id.getName(), id.getPatternType());
        }
        return pattern(ResourceType.CLUSTER, "kafka-cluster", AclResourcePatternType.LITERAL);
    }

    private static ResourcePattern pattern(ResourceType type, String name, AclResourcePatternType pattern) {
        return new ResourcePattern(
                type, name, pattern == AclResourcePatternType.PREFIX ? PatternType.PREFIXED : PatternType.LITERAL);
    }

    @Override
    protected void append(ILoggingEvent event) {
        Matcher judged = JUDGED.matcher(event.getFormattedMessage());
        if (judged.find() && !judged.group(1).equals("ANONYMOUS")) {
            String right = judged.group(1) + " " + judged.group(3) + " " + judged.group(4) + " " + judged.group(5);
            (judged.group(2).equals("Allowed") ? used : denied).add(right);
        }
    }

    /** What was refused, as {@code user OPERATION Type name}. */
    Set<String> denied() {
        return new TreeSet<>(denied);
    }

    /** Given rights that nobody has used. */
    List<String> unused(List<AclBinding> given) {
        return given.stream()
                .filter(binding -> used.stream().noneMatch(right -> isOf(binding, right)))
                .map(AclBinding::toString)
                .toList();
    }

    private static boolean isOf(AclBinding binding, String right) {
        String[] words = right.split(" ", 4);
        String name = binding.pattern().name();
        return ("User:" + words[0]).equals(binding.entry().principal())
                && words[1].equals(binding.entry().operation().name())
                && words[2].equalsIgnoreCase(
                        binding.pattern().resourceType().name().replace("_", ""))
                && (binding.pattern().patternType() == PatternType.PREFIXED
                        ? words[3].startsWith(name)
                        : words[3].equals(name));
    }

    @Override
    public void close() {
        JUDGEMENTS.detachAppender(this);
        stop();
    }
}
