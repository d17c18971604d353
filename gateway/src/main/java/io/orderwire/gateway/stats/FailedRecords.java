package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.runtime.kafka.ForeignRecords;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records of Kafka that were skipped because handling them threw: no record may end the process. Thread-safe. */
public final class FailedRecords {
    private static final Logger log = LoggerFactory.getLogger(FailedRecords.class);

    /** A reason is shown for this long after the last such record; the count stays. */
    static final long SHOWN_NANOS = TimeUnit.MINUTES.toNanos(10);

    private record Last(String where, String failure, long nanos) {}

    private final LongAdder count = new LongAdder();
    private final LongSupplier nanoTime;
    private final ForeignRecords foreign;
    private volatile @Nullable Last last;

    /** Begins without failed records. */
    public FailedRecords(MeterRegistry meters, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.foreign = new ForeignRecords(meters, GatewayMeter.FOREIGN, nanoTime);
    }

    /** Records that no process of this pipeline can have written; they are counted separately. */
    public ForeignRecords foreign() {
        return foreign;
    }

    /** Counts a record that was skipped because handling it threw {@code failure}. Only the first one is logged. */
    public void skipped(ConsumerRecord<?, ?> row, Throwable failure) {
        String where = row.topic() + "-" + row.partition() + " offset " + row.offset();
        boolean first = last == null;
        count.increment();
        last = new Last(where, failure.getClass().getSimpleName(), nanoTime.getAsLong());
        if (first) {
            log.error("{} failed and is skipped; more of them are counted and not logged", where, failure);
        }
    }

    /** Number of such records since the start. */
    public long count() {
        return count.sum();
    }

    /** The reasons to show, empty if there were no such records recently. */
    public List<Reason> reasons() {
        Last newest = last;
        if (newest == null || nanoTime.getAsLong() - newest.nanos > SHOWN_NANOS) {
            return List.of();
        }
        return List.of(ReasonCode.RECORDS_FAILED.because(
                count() + " records failed and were skipped, the last at " + newest.where + ": " + newest.failure));
    }
}
