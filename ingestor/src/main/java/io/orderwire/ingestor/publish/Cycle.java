package io.orderwire.ingestor.publish;

import io.orderwire.contract.gap.Gap;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.partition.RawRecord;
import java.util.List;

/**
 * The content of one transaction: the records, the gaps, and the state after them.
 *
 * @param records in order for each partition; may be empty
 * @param gaps for the topic of gaps
 * @param state the state after them
 * @param withSettled whether the settled files of the state have changed since the last cycle
 * @param readMs when the first of their bytes was read, epoch milliseconds
 */
public record Cycle(List<RawRecord> records, List<Gap> gaps, IngestorState state, boolean withSettled, long readMs) {}
