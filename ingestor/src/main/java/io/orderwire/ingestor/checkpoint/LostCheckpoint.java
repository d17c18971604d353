package io.orderwire.ingestor.checkpoint;

import io.orderwire.ingestor.partition.Totals;
import io.orderwire.runtime.kafka.CompactedTopic;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first state of an ingestor that does not find a checkpoint. At the very first start the raw topic and the published
 * stats are empty too. Otherwise sequences continue after the highest one in the last raw blocks and in the last published
 * stats of an ingestor: later events are new and must not look like repetitions. Counts continue from the published stats.
 * They are no longer exact, because the last events that were read or shed are unknown. Positions are lost.
 */
final class LostCheckpoint {
    private static final Logger log = LoggerFactory.getLogger(LostCheckpoint.class);

    private final KafkaClients clients;
    private final int partitions;
    private final Duration timeout;
    private @Nullable String note;

    LostCheckpoint(KafkaClients clients, int partitions, Duration timeout) {
        this.clients = clients;
        this.partitions = partitions;
        this.timeout = timeout;
    }

    /** The warning about the missing checkpoint, null at the very first start. */
    @Nullable
    String note() {
        return note;
    }

    IngestorState firstState(String owner) {
        RawEnds ends = RawEnds.read(clients, partitions, timeout);
        Snapshot last = lastSnapshot();
        IngestorState first = IngestorState.first(owner, partitions);
        if (ends.isEmpty() && last == null) {
            return first.of(Origin.begun(0));
        }
        long[] nextSeq = first.nextSeq();
        long published = 0;
        for (int partition = 0; partition < partitions; partition++) {
            long known = last == null ? 0 : last.figure(StatsNames.of(StatsNames.SEQ, partition), 0);
            nextSeq[partition] = 1 + Math.max(known, ends.lastSeq(partition));
            published += known;
        }
        long unpublished = Arrays.stream(nextSeq).map(next -> next - 1).sum() - published;
        Totals totals = totals(last, unpublished);
        note = "the checkpoint is missing; sequences continue at " + Arrays.toString(nextSeq) + ", "
                + (last == null ? "no counts are known" : "counts continue from the last published ones")
                + ", and reading begins at the start position";
        log.warn("{}", note);
        String numbering = ends.numbering();
        long guessed = Math.max(1, unpublished);
        Origin origin = numbering.isEmpty() ? Origin.begun(guessed) : new Origin(numbering, guessed);
        IngestorState.ReadBlocks read = IngestorState.ReadBlocks.NONE.with(counts(last));
        return IngestorState.first(owner, new IngestorState.Account(nextSeq, totals, List.of()))
                .of(origin)
                .with(read);
    }

    /** Events that were written after the last snapshot count as found, one event per line. */
    private static Totals totals(@Nullable Snapshot last, long unpublished) {
        if (last == null) {
            return new Totals(unpublished, unpublished, 0, 0, 0, 0);
        }
        // Shed events that were not counted yet will never be counted.
        long vanished = last.figure(StatsNames.GAPS_VANISHED, 0) + last.figure(StatsNames.GAPS_UNCOUNTED, 0);
        return new Totals(
                last.figure(StatsNames.FOUND, 0) + unpublished,
                last.figure(StatsNames.LINES_READ, 0) + unpublished,
                last.figure(StatsNames.LINES_EMPTY, 0),
                last.figure(StatsNames.SKIPPED, 0),
                last.figure(StatsNames.DUPLICATES, 0),
                vanished);
    }

    private static SequenceState counts(@Nullable Snapshot last) {
        long blocksMissing = last == null ? 0 : last.figure(StatsNames.BLOCKS_MISSING, 0);
        long rewinds = last == null ? 0 : last.figure(StatsNames.REWINDS, 0);
        return SequenceState.NONE.with(new SequenceState.Counts(blocksMissing, rewinds));
    }

    /** The last snapshot of any ingestor, or null: each instance continues the counts of the previous one. */
    private @Nullable Snapshot lastSnapshot() {
        List<Snapshot> found = new ArrayList<>();
        CompactedTopic.readToEnd(clients, clients.topics().pipeline(), timeout).forEach((key, value) -> {
            try {
                Snapshot snapshot = Snapshot.parse(value);
                boolean knows = snapshot.figures().containsKey(StatsNames.FOUND);
                if (knows
                        && snapshot.role().equals(StatsNames.INGESTOR)
                        && snapshot.key().equals(key)) {
                    found.add(snapshot);
                }
            } catch (IllegalArgumentException foreign) {
                log.debug("ignored in {}: {}", clients.topics().pipeline(), foreign.getMessage());
            }
        });
        return found.stream().max(Comparator.comparingLong(Snapshot::atMs)).orElse(null);
    }
}
