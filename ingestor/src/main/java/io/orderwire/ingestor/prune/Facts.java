package io.orderwire.ingestor.prune;

/** Looks up whether events that the ingestor has committed were parsed or lost. */
interface Facts {
    /**
     * The unparsed and the lost events at one moment.
     *
     * @param unparsed files with events that may not have been parsed
     * @param losses files with events that were lost
     */
    record Proof(Unparsed unparsed, ReportedLosses losses) {
        PruneDecision judge(FoundFile file) {
            PruneDecision decision = unparsed.judge(file);
            return decision.deletes() ? losses.judge(file) : decision;
        }
    }

    /**
     * Looks up the proof for events that were committed before the call.
     *
     * @param nextSeq next sequence of each partition in the checkpoint
     * @throws io.orderwire.runtime.process.ProcessExit {@link io.orderwire.runtime.process.ExitCode#KAFKA} if Kafka does not
     *     answer in time or denies access
     */
    Proof read(long[] nextSeq);
}
