package io.orderwire.gateway.sequence;

import io.orderwire.contract.gap.Gap;
import io.orderwire.gateway.protocol.Cursor.Range;
import io.orderwire.gateway.stats.Skipped;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A part of a partition that will not be read. Its sequences are known only after the next record was read.
 *
 * @param cause why it is not read
 * @param fromMs when its first record was written, as far as known, epoch milliseconds
 */
public record PendingGap(Cause cause, long fromMs) {
    /** Why records are not read. */
    public enum Cause {
        /** Shed because of their age. */
        AGE(Gap.Where.GATEWAY, Gap.Reason.AGE, Skipped.AGE),
        /** Deleted from the topic. */
        RETENTION(Gap.Where.RETENTION, Gap.Reason.RETENTION, Skipped.RETENTION),
        /** Written by a later version. */
        VERSION(Gap.Where.GATEWAY, Gap.Reason.VERSION, Skipped.VERSION);

        private final Gap.Where where;
        private final Gap.Reason reason;
        private final Skipped skipped;

        Cause(Gap.Where where, Gap.Reason reason, Skipped skipped) {
            this.where = where;
            this.reason = reason;
            this.skipped = skipped;
        }

        /** The reason under which its events are counted. */
        Skipped skipped() {
            return skipped;
        }
    }

    /** A record that a later version wrote. */
    static PendingGap ofLaterVersion(ConsumerRecord<byte[], byte[]> row) {
        return new PendingGap(Cause.VERSION, row.timestamp());
    }

    /** The report of the loss, once the missing sequences are known. */
    Gap gap(int partition, Range missing, long toMs) {
        return gap(partition, missing.from(), missing.to(), missing.count(), toMs);
    }

    /**
     * The report of the loss if nothing was seen before it in this numbering, so that its first sequence is not known;
     * {@code toSeq} is 0 if the last one is not known either.
     */
    Gap gapUpTo(int partition, long toSeq, long toMs) {
        return gap(partition, null, toSeq == 0 ? null : toSeq, null, toMs);
    }

    private Gap gap(int partition, @Nullable Long fromSeq, @Nullable Long toSeq, @Nullable Long events, long toMs) {
        return Gap.builder(UUID.randomUUID().toString(), cause.where, cause.reason)
                .partition(partition)
                .seqs(fromSeq, toSeq)
                .events(events)
                .times(Math.min(fromMs, toMs), toMs)
                .build();
    }

    /** The report of the part of a loss that was not passed on or reported before. */
    static Gap partOf(Gap whole, Range part) {
        return whole.withSameReason(whole.id() + ":" + part.from() + "-" + part.to())
                .partition(whole.partition())
                .seqs(part.from(), part.to())
                .events(whole.events() == null ? null : (Long) part.count())
                .times(whole.fromMs(), whole.toMs())
                .build();
    }
}
