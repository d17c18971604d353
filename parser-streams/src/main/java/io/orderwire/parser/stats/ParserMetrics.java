package io.orderwire.parser.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.orderwire.contract.order.ParseResult;
import io.orderwire.parser.totals.Progress;
import io.orderwire.runtime.clock.RecordAges;
import io.orderwire.runtime.kafka.ForeignRecords;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what the parser does in its {@linkplain ParserMeter meters}. */
public final class ParserMetrics {
    private static final Logger log = LoggerFactory.getLogger(ParserMetrics.class);

    private final MeterRegistry meters;
    private final Counter orders;
    private final Counter bytes;
    private final ForeignRecords foreign;
    private final Counter unusual;
    private final Counter failedLines;
    private final Counter repeated;
    private final Counter shed;
    private final Counter replacedThreads;
    private final Timer age;
    private final Map<ParseResult, Counter> deadLetters = new EnumMap<>(ParseResult.class);

    /** Registers the meters. */
    public ParserMetrics(MeterRegistry meters) {
        this.meters = meters;
        orders = ParserMeter.ORDERS.counter(meters);
        bytes = ParserMeter.BYTES.counter(meters);
        foreign = new ForeignRecords(meters, ParserMeter.FOREIGN, System::nanoTime);
        unusual = ParserMeter.UNUSUAL.counter(meters);
        failedLines = ParserMeter.FAILED_LINES.counter(meters);
        repeated = ParserMeter.REPEATED.counter(meters);
        shed = ParserMeter.SHED.counter(meters);
        replacedThreads = ParserMeter.REPLACED_THREADS.counter(meters);
        age = ParserMeter.AGE.timer(meters);
        for (ParseResult result : ParseResult.values()) {
            if (result != ParseResult.ORDER) {
                deadLetters.put(result, ParserMeter.DEAD_LETTERS.counter(meters, result.reason()));
            }
        }
    }

    /**
     * Registers the meters of each partition, and the limit of the age.
     *
     * @param progress the sequences of the partitions; those of other processes' partitions are NaN
     */
    public void partitions(int partitions, Progress progress, long maxAgeMs) {
        ParserMeter.AGE_LIMIT.constant(meters, maxAgeMs / (double) TimeUnit.SECONDS.toMillis(1));
        for (int i = 0; i < partitions; i++) {
            int partition = i;
            ParserMeter.SEQUENCE.gauge(meters, progress, of -> of.sequence(partition), String.valueOf(partition));
        }
    }

    /** Counts a parsed block. Its age is not recorded if it is {@link RecordAges#UNKNOWN}. */
    public void handled(long orderCount, long byteCount, long ageMs) {
        orders.increment(orderCount);
        bytes.increment(byteCount);
        if (ageMs != RecordAges.UNKNOWN) {
            age.record(Duration.ofMillis(ageMs));
        }
    }

    /** Counts a dead letter. */
    public void deadLetter(ParseResult result) {
        Counter counter = deadLetters.get(result);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Counts the records that no process of this pipeline can have written. */
    public ForeignRecords foreign() {
        return foreign;
    }

    /** Counts lines that did not have the form of an earlier one. */
    public void unusual(long lines) {
        unusual.increment(lines);
    }

    /** Counts a line that could not be handled for a reason other than its content. Only the first failure is logged. */
    public void failedLine(String where, Throwable failure) {
        if (failedLines.count() == 0) {
            log.error("the line at {} failed and is a dead letter; more of them are counted", where, failure);
        }
        failedLines.increment();
    }

    /** Counts the events of a block that had been handled before. */
    public void repeated(long events) {
        repeated.increment(events);
    }

    /** Events were not parsed. */
    public void shed(long events) {
        shed.increment(events);
    }

    /** Counts a thread that died and was replaced. */
    public void replacedThread() {
        replacedThreads.increment();
    }
}
