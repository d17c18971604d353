package io.orderwire.parser;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.parser.shed.BlockShedding;
import io.orderwire.parser.shed.StartGap;
import io.orderwire.parser.shed.ThreadLags;
import io.orderwire.parser.stats.ParserMetrics;
import io.orderwire.runtime.kafka.NewerRecords;
import java.util.Map;

/** Shedding that does not estimate how long catching up takes. */
public final class TestShedding {
    private static final long MAX_AGE_MS = 500;

    private TestShedding() {}

    /** Sheds by age alone. */
    public static BlockShedding byAge(NewerRecords newer, Map<Integer, StartGap> jumps, ParserMetrics metrics) {
        return new BlockShedding(ThreadLags.limits(MAX_AGE_MS, 0, true, 1), 0, newer, jumps, System::nanoTime, metrics);
    }

    /** Sheds nothing. */
    public static BlockShedding complete(NewerRecords newer, ParserMetrics metrics) {
        return new BlockShedding(
                ThreadLags.limits(MAX_AGE_MS, 0, false, 1), 0, newer, Map.of(), System::nanoTime, metrics);
    }

    /** Sheds nothing, because nothing is known of newer blocks. */
    public static BlockShedding none() {
        return complete(NewerRecords.NONE, new ParserMetrics(new SimpleMeterRegistry()));
    }
}
