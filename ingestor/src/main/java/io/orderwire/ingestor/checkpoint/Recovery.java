package io.orderwire.ingestor.checkpoint;

import io.orderwire.contract.position.Source;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.kafka.CompactedTopic;
import io.orderwire.runtime.kafka.ForeignRecords;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the last committed state from Kafka. It overrides all state in the memory of this process. */
public final class Recovery {
    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    private static final Set<String> SOURCES =
            Stream.of(Source.values()).map(Source::option).collect(Collectors.toUnmodifiableSet());

    private static final Set<String> SETTLED =
            Stream.of(Source.values()).map(Recovery::settledKey).collect(Collectors.toUnmodifiableSet());

    private final KafkaClients clients;
    private final Source source;
    private final int partitions;
    private final int configured;
    private final Duration timeout;
    private final ForeignRecords foreign;
    private long foreignUpTo = -1;
    private byte @Nullable [] settled;
    private volatile @Nullable String note;

    /**
     * Key under which the settled files of a source are written, only when they change. The key of the other parts is the
     * source.
     */
    public static String settledKey(Source source) {
        return source.option() + "/settled";
    }

    /**
     * Reads the state of {@code source}, for a raw topic with {@code partitions} partitions.
     *
     * @param configured partitions by the configuration; a state of fewer is continued only if the topic has as many
     */
    public Recovery(
            KafkaClients clients,
            Source source,
            int partitions,
            int configured,
            Duration timeout,
            ForeignRecords foreign) {
        this.foreign = foreign;
        this.configured = configured;
        this.clients = clients;
        this.source = source;
        this.partitions = partitions;
        this.timeout = timeout;
    }

    /**
     * The last committed state, for {@code owner} to resume from. Sequences and totals are the last ones that any source wrote;
     * positions are those of this source, if it has any. Shed bytes of another source are never counted, because its files are
     * no longer read.
     *
     * <p>Partitions that were added to the topic start with sequence 1. Users move to other partitions then, so the operator
     * confirms by the configuration that the parsers have read everything that is in the former ones.
     *
     * @throws ProcessExit {@link ExitCode#KAFKA} when the state belongs to another number of partitions, or this version cannot
     *     read it
     */
    public IngestorState lastCommitted(String owner) {
        Map<String, byte[]> states = states();
        if (states.isEmpty()) {
            LostCheckpoint lost = new LostCheckpoint(clients, partitions, timeout);
            IngestorState first = lost.firstState(owner);
            note = lost.note();
            return first;
        }
        Map.Entry<String, byte[]> last = last(states);
        IngestorState newest = parse(last.getKey(), last.getValue(), null);
        requirePartitions(newest.nextSeq().length);
        byte[] own = states.get(source.option());
        IngestorState positions =
                own == null ? IngestorState.first(owner, partitions) : parse(source.option(), own, settled);
        long[] nextSeq = Arrays.copyOf(newest.nextSeq(), partitions);
        Arrays.fill(nextSeq, newest.nextSeq().length, partitions, 1);
        boolean otherSource = !last.getKey().equals(source.option());
        IngestorState.Account account = otherSource
                ? new IngestorState.Account(
                        nextSeq, newest.totals().andVanished(newest.uncounted().size()), List.of())
                : new IngestorState.Account(nextSeq, newest.totals(), newest.uncounted());
        // The blocks that were written while another source was read are in files of another shape.
        SequenceState sequence = otherSource ? SequenceState.NONE : positions.sequence();
        return new IngestorState(
                owner,
                positions.followed(),
                account,
                positions.read().with(sequence.withCounts(newest.sequence())),
                newest.origin().named(),
                positions.replayTo(),
                positions.remembered(),
                positions.throughput());
    }

    private void requirePartitions(int known) {
        if (known == partitions) {
            return;
        }
        String raw = clients.topics().raw();
        String found = raw + " has " + partitions + " partitions, and the checkpoint in "
                + clients.topics().ingestor() + " is of " + known;
        if (known > partitions) {
            throw new ProcessExit(ExitCode.KAFKA, found + ": it belongs to an earlier topic, delete it too");
        }
        if (configured != partitions) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    found + ": if the parsers have read all of " + raw + ", continue with "
                            + PipelineOptions.PARTITIONS.name() + "=" + partitions);
        }
        log.warn("{}: users move to other partitions from now on", found);
    }

    /** The warning about a missing checkpoint, or null; from any thread. */
    public @Nullable String note() {
        return note;
    }

    /** The last committed value of each source; records under other keys are foreign. */
    private Map<String, byte[]> states() {
        Map<String, byte[]> states = new LinkedHashMap<>();
        settled = null;
        CompactedTopic.rowsToEnd(clients, clients.topics().ingestor(), timeout).forEach((key, row) -> {
            if (SOURCES.contains(key)) {
                states.put(key, row.value());
            } else if (key.equals(settledKey(source))) {
                settled = row.value();
            } else if (SETTLED.contains(key)) {
                log.debug("the settled files of another source are not needed: {}", key);
            } else if (row.offset() > foreignUpTo) {
                foreignUpTo = row.offset();
                foreign.ignored(row.topic(), row.partition(), row.offset(), "no source has the key " + key);
            }
        });
        return states;
    }

    private IngestorState parse(String key, byte[] state, byte @Nullable [] settledFiles) {
        try {
            return IngestorState.parse(state, settledFiles);
        } catch (IllegalArgumentException e) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    "the checkpoint in " + clients.topics().ingestor() + " under key " + key + " cannot be read: "
                            + e.getMessage(),
                    e);
        }
    }

    private static Map.Entry<String, byte[]> last(Map<String, byte[]> states) {
        return List.copyOf(states.entrySet()).get(states.size() - 1);
    }

    /** The owner of the last committed state; empty when there is no state, or this version cannot read it. */
    public String lastOwner() {
        Map<String, byte[]> states = states();
        if (states.isEmpty()) {
            return "";
        }
        Map.Entry<String, byte[]> last = last(states);
        try {
            return parse(last.getKey(), last.getValue(), null).owner();
        } catch (ProcessExit unreadable) {
            // This process can read its own states, so another process with a newer version wrote it.
            log.warn("{}", unreadable.getMessage());
            return "";
        }
    }
}
