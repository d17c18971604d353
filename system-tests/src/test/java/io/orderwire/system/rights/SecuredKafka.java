package io.orderwire.system.rights;

import static org.awaitility.Awaitility.await;

import io.orderwire.contract.topic.Topics;
import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.standalone.pipeline.Configuration;
import io.orderwire.standalone.pipeline.PipelineTopics;
import io.orderwire.testing.broker.SecuredBroker;
import io.orderwire.testing.docs.DocumentedRights;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/** A broker with the users and rights of the document, and the topics, which the user for them has created. */
final class SecuredKafka implements AutoCloseable {
    static final Topics TOPICS = Topics.DEFAULT;

    private static final Duration SOON = Duration.ofSeconds(60);

    private final SecuredBroker broker;
    private final Admin admin;

    private SecuredKafka(SecuredBroker broker) {
        this.broker = broker;
        this.admin = broker.admin();
    }

    static SecuredKafka start(Path folder) throws InterruptedException {
        SecuredKafka kafka = new SecuredKafka(SecuredBroker.start(folder));
        List<AclBinding> rights = DocumentedRights.all();
        kafka.broker.createUsers(rights.stream()
                .map(right -> right.entry().principal().substring("User:".length()))
                .collect(Collectors.toSet()));
        kafka.grant(rights);
        kafka.createTopics();
        return kafka;
    }

    SecuredBroker broker() {
        return broker;
    }

    Admin admin() {
        return admin;
    }

    void createTopics() throws InterruptedException {
        PipelineTopics.create(Configuration.load(null, Map.of(), settings("orderwire-topics")), List.of());
    }

    /** Settings of a process of the pipeline, which connects as that user. */
    Map<String, String> settings(String user) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "partitions", "2",
                "overload", "complete",
                "parser.threads", "1",
                "parser.session.timeout.ms", "3000",
                "startup.timeout.ms", "60000"));
        broker.client(user).forEach((key, value) -> settings.put("kafka." + key, value));
        return settings;
    }

    /** Settings of an ingestor that reads a folder from its beginning. */
    Map<String, String> ingestor(Path data) {
        Map<String, String> settings = settings("orderwire-ingestor");
        settings.put(IngestorOptions.DATA_DIR.name(), data.toString());
        settings.put("start", "beginning");
        return settings;
    }

    void grant(Collection<AclBinding> rights) {
        change(() -> admin.createAcls(rights).all().get(), given -> given.containsAll(rights));
    }

    void revoke(Collection<AclBinding> rights) {
        List<AclBindingFilter> filters =
                rights.stream().map(AclBinding::toFilter).toList();
        change(() -> admin.deleteAcls(filters).all().get(), given -> rights.stream()
                .noneMatch(given::contains));
    }

    private interface Change {
        void make() throws Exception;
    }

    /** Returns when the broker's authorizer has taken the change over. */
    private void change(Change change, Predicate<Set<AclBinding>> taken) {
        try {
            change.make();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> taken.test(new HashSet<>(
                        admin.describeAcls(AclBindingFilter.ANY).values().get())));
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        broker.close();
    }
}
