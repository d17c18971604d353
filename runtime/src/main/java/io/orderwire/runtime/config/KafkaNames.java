package io.orderwire.runtime.config;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Names of the settings of Kafka's clients. Unknown names are passed to the clients as well, because a plug-in may define its
 * own settings. Likely misspellings of Kafka's names are rejected, because the clients would silently ignore them.
 */
final class KafkaNames {
    /** Prefixes with which Kafka Streams accepts settings for one kind of its clients. */
    private static final List<String> KINDS =
            List.of("main.consumer.", "restore.consumer.", "global.consumer.", "consumer.", "producer.", "admin.");

    private final Set<String> names = new TreeSet<>();

    KafkaNames() {
        names.addAll(ProducerConfig.configNames());
        names.addAll(ConsumerConfig.configNames());
        names.addAll(AdminClientConfig.configNames());
    }

    /** Adds known names. */
    void add(Collection<String> more) {
        names.addAll(more);
    }

    /** Suggests the names, nearest first, of which {@code name} may be a misspelling; empty if it is not one. */
    Optional<String> slip(String name) {
        String plain = KINDS.stream()
                .filter(name::startsWith)
                .findFirst()
                .map(kind -> name.substring(kind.length()))
                .orElse(name);
        if (names.contains(plain) || names.stream().noneMatch(known -> Spelling.isSlip(plain, known))) {
            return Optional.empty();
        }
        return Optional.of(Spelling.suggest(plain, names));
    }
}
