package io.orderwire.testing.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The rights that the commands in {@code docs/operations.md} grant, as {@code kafka-acls.sh} would create them. */
public final class DocumentedRights {
    private static final String FILE = "docs/operations.md";
    private static final String HEADING = "Rights in Kafka";
    private static final String COMMAND = "acl ";

    private static final List<AclBinding> ALL = read();

    private DocumentedRights() {}

    /** All of them, in the order of the document. */
    public static List<AclBinding> all() {
        return ALL;
    }

    private static List<AclBinding> read() {
        List<AclBinding> all = new ArrayList<>();
        Documents.ofRepository().file(FILE).codeBlocks().stream()
                .filter(block -> block.heading().equals(HEADING))
                .map(CodeBlock::text)
                .flatMap(text -> text.replaceAll("\\\\\n\\s*", "").lines())
                .filter(line -> line.startsWith(COMMAND))
                .forEach(line ->
                        add(all, line.substring(COMMAND.length()).strip().split("\\s+", -1)));
        return List.copyOf(all);
    }

    /** Those of a user. */
    public static List<AclBinding> of(String user) {
        return all().stream()
                .filter(right -> right.entry().principal().equals("User:" + user))
                .toList();
    }

    private static void add(List<AclBinding> all, String... words) {
        List<AclOperation> operations = new ArrayList<>();
        List<ResourcePattern> resources = new ArrayList<>();
        PatternType pattern = List.of(words).contains("prefixed") ? PatternType.PREFIXED : PatternType.LITERAL;
        for (int i = 1; i < words.length; i++) {
            switch (words[i]) {
                case "--operation" ->
                    operations.add(AclOperation.fromString(
                            words[++i].replaceAll("(?<=.)(?=[A-Z])", "_").toUpperCase(Locale.ROOT)));
                case "--topic" -> resources.add(new ResourcePattern(ResourceType.TOPIC, words[++i], pattern));
                case "--group" -> resources.add(new ResourcePattern(ResourceType.GROUP, words[++i], pattern));
                case "--transactional-id" ->
                    resources.add(new ResourcePattern(ResourceType.TRANSACTIONAL_ID, words[++i], pattern));
                case "--cluster" ->
                    resources.add(new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL));
                case "--resource-pattern-type" -> i++;
                default -> throw new IllegalArgumentException(FILE + ": " + words[i]);
            }
        }
        for (ResourcePattern resource : resources) {
            for (AclOperation operation : operations) {
                all.add(new AclBinding(
                        resource, new AccessControlEntry("User:" + words[0], "*", operation, AclPermissionType.ALLOW)));
            }
        }
    }
}
