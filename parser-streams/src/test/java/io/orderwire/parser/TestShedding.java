package io.orderwire.parser;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.parser.shed.Backlogs;
import io.orderwire.parser.shed.Jump;
import io.orderwire.parser.shed.Shedding;
import io.orderwire.runtime.kafka.NewerRecords;
import java.util.Map;

/** Shedding that does not estimate how long catching up takes. */
public final class TestShedding {
    private static final long MAX_AGE_MS = 500;

    private TestShedding() {}

    /** Sheds by age alone. */
    public static Shedding byAge(NewerRecords newer, Map<Integer, Jump> jumps, ParserMetrics metrics) {
        return new Shedding(Backlogs.limits(MAX_AGE_MS, 0, true, 1), 0, newer, jumps, System::nanoTime, metrics);
    }

    /** Sheds nothing. */
    public static Shedding complete(NewerRecords newer, ParserMetrics metrics) {
        return new Shedding(Backlogs.limits(MAX_AGE_MS, 0, false, 1), 0, newer, Map.of(), System::nanoTime, metrics);
    }

    /** Sheds nothing, because nothing is known of newer blocks. */
    public static Shedding none() {
        return complete(NewerRecords.NONE, new ParserMetrics(new SimpleMeterRegistry()));
    }
}
