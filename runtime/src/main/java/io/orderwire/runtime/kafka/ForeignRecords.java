package io.orderwire.runtime.kafka;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.contract.text.Unicode;
import io.orderwire.runtime.meters.Catalogued;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts records in Kafka that no process of this pipeline can have written, by topic. Such records are ignored. The process
 * reports them as a reason for ten minutes after the last one. Thread-safe.
 */
public final class ForeignRecords {
    private static final Logger log = LoggerFactory.getLogger(ForeignRecords.class);
    private static final long SHOWN_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int MOST_CHARACTERS = 120;

    private static final class OfTopic {
        private final Counter counter;
        private long count;
        private String where = "";
        private String why = "";
        private long nanos;

        OfTopic(Counter counter) {
            this.counter = counter;
        }
    }

    private final MeterRegistry meters;
    private final Catalogued meter;
    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private final Map<String, OfTopic> topics = new TreeMap<>();

    /**
     * Starts with a count of 0.
     *
     * @param meter counts the records by topic
     * @param nanoTime monotonic time
     */
    public ForeignRecords(MeterRegistry meters, Catalogued meter, LongSupplier nanoTime) {
        this.meters = meters;
        this.meter = meter;
        this.nanoTime = nanoTime;
    }

    /**
     * Counts a record that is ignored.
     *
     * @param topic one of the pipeline's own topics, so that the number of meters is small
     * @param why why the record cannot be from this pipeline; shortened, because it may contain text from the record
     */
    public synchronized void ignored(String topic, int partition, long offset, @Nullable String why) {
        OfTopic of = topics.computeIfAbsent(topic, this::register);
        of.counter.increment();
        of.where = topic + "-" + partition + " offset " + offset;
        of.why = shortened(String.valueOf(why));
        of.nanos = nanoTime.getAsLong();
        if (of.count++ == 0) {
            log.warn(
                    "{} was not written by this pipeline and is ignored: {}; more such records are counted, not logged",
                    of.where,
                    of.why);
        }
    }

    private OfTopic register(String topic) {
        return new OfTopic(meter.counter(meters, topic));
    }

    private static String shortened(String text) {
        String cut = text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
        return Unicode.wellFormed(cut).replaceAll("\\p{Cntrl}", " ");
    }

    /** Records ignored since the start, in all topics. */
    public synchronized long count() {
        return topics.values().stream().mapToLong(of -> of.count).sum();
    }

    /** One sentence for each topic in which such a record was found in the last ten minutes. */
    public synchronized List<Reason> reasons() {
        long now = nanoTime.getAsLong();
        List<Reason> reasons = new ArrayList<>();
        for (OfTopic of : topics.values()) {
            if (now - of.nanos <= SHOWN_NANOS) {
                reasons.add(ReasonCode.FOREIGN_RECORDS.because(
                        of.count + " foreign records ignored, the last at " + of.where + ": " + of.why));
            }
        }
        return reasons;
    }
}
