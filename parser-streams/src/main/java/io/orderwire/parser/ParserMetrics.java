package io.orderwire.parser;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.orderwire.orders.Verdict;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Every meter of the parser. */
public final class ParserMetrics {
    private final Counter orders;
    private final Counter bytes;
    private final Counter foreign;
    private final Counter repeated;
    private final Counter shed;
    private final Counter replacedThreads;
    private final Timer age;
    private final Map<Verdict, Counter> deadLetters = new EnumMap<>(Verdict.class);

    /** Registers them. */
    public ParserMetrics(MeterRegistry meters) {
        orders = Counter.builder("orderwire.parser.orders")
                .description("Orders written by this process")
                .register(meters);
        bytes = Counter.builder("orderwire.parser.bytes")
                .description("Bytes of raw blocks read by this process")
                .baseUnit("bytes")
                .register(meters);
        foreign = Counter.builder("orderwire.parser.foreign")
                .description("Records of the raw topic that no ingestor wrote")
                .register(meters);
        repeated = Counter.builder("orderwire.parser.repeated")
                .description("Events that came a second time: passed over, or with at_least_once written again")
                .register(meters);
        shed = Counter.builder("orderwire.parser.shed")
                .description(
                        "Events that this process did not parse: given up because they were too old, or gone before they could be read")
                .register(meters);
        replacedThreads = Counter.builder("orderwire.parser.replaced.threads")
                .description("Threads that died and were replaced")
                .register(meters);
        age = Timer.builder("orderwire.parser.age")
                .description("Time from a block's reading by the ingestor to its parsing")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
        for (Verdict verdict : Verdict.values()) {
            if (verdict != Verdict.ORDER) {
                deadLetters.put(
                        verdict,
                        Counter.builder("orderwire.parser.dead.letters")
                                .description("Dead letters written by this process")
                                .tag("reason", verdict.reason())
                                .register(meters));
            }
        }
    }

    /** A block was parsed. */
    public void handled(long orderCount, long byteCount, long ageMs) {
        orders.increment(orderCount);
        bytes.increment(byteCount);
        age.record(Duration.ofMillis(Math.max(0, ageMs)));
    }

    /** A dead letter was written. */
    public void deadLetter(Verdict verdict) {
        Counter counter = deadLetters.get(verdict);
        if (counter != null) {
            counter.increment();
        }
    }

    /** A record was passed over that no ingestor wrote. */
    public void foreign() {
        foreign.increment();
    }

    /** A block came again. */
    public void repeated(long events) {
        repeated.increment(events);
    }

    /** Events were not parsed. */
    public void shed(long events) {
        shed.increment(events);
    }

    /** A thread died and another took its place. */
    public void replacedThread() {
        replacedThreads.increment();
    }
}
