package io.orderwire.ingestor.publish;

import io.orderwire.ingestor.partition.RawRecord;
import io.orderwire.ingestor.recover.IngestorState;
import java.util.List;

/**
 * What one transaction commits: the records, and the state that they lead to.
 *
 * @param records in order for each partition; may be empty
 * @param state the state after them
 * @param readMs when their bytes were read, epoch milliseconds
 */
public record Cycle(List<RawRecord> records, IngestorState state, long readMs) {}
