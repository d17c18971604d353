package io.orderwire.ingestor.prune;

/** Looks up the fate of events that the ingestor has committed. */
interface Facts {
    /**
     * The unparsed and the lost events at one moment.
     *
     * @param unparsed files with events that may not be parsed
     * @param losses files with events that were lost
     */
    record Proof(Unparsed unparsed, ReportedLosses losses) {
        PruneDecision judge(FoundFile file) {
            PruneDecision decision = unparsed.judge(file);
            return decision.deletes() ? losses.judge(file) : decision;
        }
    }

    /**
     * Looks it up, for events that were committed before the call.
     *
     * @param nextSeq next sequence of each partition, by the checkpoint
     * @throws io.orderwire.runtime.process.ProcessExit {@link io.orderwire.runtime.process.ExitCode#KAFKA} if Kafka does not
     *     answer in time, or refuses
     */
    Proof read(long[] nextSeq);
}
