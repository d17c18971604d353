package io.orderwire.parser.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.orderwire.contract.order.ParseResult;
import io.orderwire.runtime.clock.RecordAges;
import io.orderwire.runtime.kafka.ForeignRecords;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every meter of the parser. */
public final class ParserMetrics {
    private static final Logger log = LoggerFactory.getLogger(ParserMetrics.class);

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
        orders = Counter.builder("orderwire.parser.orders")
                .description("Orders written by this process")
                .register(meters);
        bytes = Counter.builder("orderwire.parser.bytes")
                .description("Bytes of raw blocks read by this process")
                .baseUnit("bytes")
                .register(meters);
        foreign = new ForeignRecords(meters, "orderwire.parser.foreign", System::nanoTime);
        unusual = Counter.builder("orderwire.parser.unusual")
                .description("Lines whose form was not that of an earlier one; they take longer")
                .register(meters);
        failedLines = Counter.builder("orderwire.parser.failed.lines")
                .description("Lines that became dead letters because of an unforeseen failure")
                .register(meters);
        repeated = Counter.builder("orderwire.parser.repeated")
                .description("Events that were read a second time: ignored, or with at_least_once written again")
                .register(meters);
        shed = Counter.builder("orderwire.parser.shed")
                .description(
                        "Events that this process did not parse: shed because they were too old, or deleted before they were read")
                .register(meters);
        replacedThreads = Counter.builder("orderwire.parser.replaced.threads")
                .description("Threads that died and were replaced")
                .register(meters);
        age = Timer.builder("orderwire.parser.age")
                .description("Time from the ingestor's read of a block to its parsing")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
        for (ParseResult result : ParseResult.values()) {
            if (result != ParseResult.ORDER) {
                deadLetters.put(
                        result,
                        Counter.builder("orderwire.parser.dead.letters")
                                .description("Dead letters written by this process")
                                .tag("reason", result.reason())
                                .register(meters));
            }
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
