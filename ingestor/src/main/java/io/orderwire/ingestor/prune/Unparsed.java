package io.orderwire.ingestor.prune;

import io.orderwire.contract.position.HourFile;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hour files of which raw records are not, or may not be, parsed and committed. */
final class Unparsed {
    private final Map<HourFile, String> files = new HashMap<>();
    private @Nullable String all;

    /** A record of that file is not parsed; {@code where} says where the parsers stand. */
    void add(HourFile file, String where) {
        files.putIfAbsent(file.firstGeneration(), where);
    }

    /** Any file may have records that are not parsed. */
    void addAll(String why) {
        if (all == null) {
            all = why;
        }
    }

    /** Keeps a file with events that are not parsed. */
    PruneDecision judge(FoundFile file) {
        String where = files.get(file.hour());
        if (where == null) {
            where = all;
        }
        return where == null
                ? PruneDecision.DELETE
                : PruneDecision.keep(Reason.UNPARSED, "not parsed yet (" + where + ")");
    }
}
