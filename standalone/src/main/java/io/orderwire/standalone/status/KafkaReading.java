package io.orderwire.standalone.status;

import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Topics;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.checkpoint.Recovery;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.CompactedTopic;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.KafkaRefusal;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.standalone.status.KafkaView.FileView;
import io.orderwire.standalone.status.KafkaView.ProcessView;
import io.orderwire.standalone.status.KafkaView.TopicView;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.InterruptException;

/** Reads what Kafka shows about an installation. Every call has a timeout, and a part that fails does not hide the others. */
public final class KafkaReading {
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final Duration LOSSES_OF = Duration.ofHours(1);

    private final Settings settings;
    private final KafkaClients clients;
    private final Clock clock;
    private final List<String> troubles = new ArrayList<>();

    /** A part of the view. */
    private interface Part<T> {
        T read() throws ExecutionException, InterruptedException, TimeoutException;
    }

    /** Reads the Kafka and the installation that these settings name. */
    public KafkaReading(Settings settings, Clock clock) {
        this.settings = settings;
        this.clients = new KafkaClients(settings);
        this.clock = clock;
    }

    /** The view now. */
    public KafkaView read() throws InterruptedException {
        troubles.clear();
        try {
            Admin admin = clients.admin("orderwire-status");
            try {
                return read(new TopicReading(admin, TIMEOUT));
            } finally {
                // Without a timeout of zero, closing waits for calls in progress.
                admin.close(Duration.ZERO);
            }
        } catch (InterruptException e) {
            throw e;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return KafkaView.unreadable(clients.bootstrapServers(), why(e));
        }
    }

    private KafkaView read(TopicReading reading) throws ExecutionException, InterruptedException, TimeoutException {
        Topics topics = clients.topics();
        OutputTopics outputs = OutputTopics.of(settings);
        Collection<String> gaps = new LinkedHashSet<>(List.of(topics.gaps(), outputs.gaps()));
        Collection<String> names = new LinkedHashSet<>(List.of(topics.raw(), outputs.orders(), outputs.deadLetters()));
        names.addAll(gaps);
        names.addAll(List.of(topics.ingestor(), topics.pipeline()));
        Collection<Node> brokers = reading.brokers();
        List<TopicView> found = part("topics", List.of(), () -> reading.read(names, brokers));
        if (found.isEmpty()) {
            String why = troubles.isEmpty() ? "it has no topic of this installation (topics.prefix)" : troubles.get(0);
            return KafkaView.unreadable(clients.bootstrapServers(), why);
        }
        return new KafkaView(
                clients.bootstrapServers(),
                found,
                part("files", List.of(), this::files),
                part("processes", List.of(), this::processes),
                part("losses", RecentGaps.UNKNOWN, () -> losses(gaps)),
                List.copyOf(troubles));
    }

    private <T> T part(String name, T absent, Part<T> part) throws InterruptedException {
        try {
            return part.read();
        } catch (InterruptException e) {
            throw e;
        } catch (ExecutionException | TimeoutException | KafkaException | IllegalArgumentException e) {
            troubles.add(name + " could not be read: " + why(e));
            return absent;
        }
    }

    private List<FileView> files() {
        Map<String, byte[]> values =
                CompactedTopic.readToEnd(clients, clients.topics().ingestor(), TIMEOUT);
        List<FileView> views = new ArrayList<>();
        for (Source source : Source.values()) {
            byte[] own = values.get(source.option());
            if (own != null) {
                IngestorState state = IngestorState.parse(own, values.get(Recovery.settledKey(source)));
                List<FileView> ofSource = new ArrayList<>();
                for (FileState file : state.files()) {
                    ofSource.add(new FileView(source.option() + " " + file.file(), file.offset(), file.seen()));
                }
                Collections.reverse(ofSource);
                views.addAll(ofSource);
            }
        }
        return views;
    }

    private List<ProcessView> processes() {
        return ProcessReading.of(
                CompactedTopic.readToEnd(clients, clients.topics().pipeline(), TIMEOUT)
                        .values(),
                clock.millis());
    }

    private RecentGaps losses(Collection<String> topics) {
        return new GapReading(clients, TIMEOUT).read(topics, clock.millis() - LOSSES_OF.toMillis());
    }

    private String why(Exception failure) {
        boolean wrapped = failure instanceof ExecutionException && failure.getCause() != null;
        Throwable cause = wrapped ? failure.getCause() : failure;
        if (cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            return "no answer within " + TIMEOUT.toSeconds() + " s";
        }
        return clients.refusal().describe(cause, KafkaRefusal.Use.READING);
    }
}
