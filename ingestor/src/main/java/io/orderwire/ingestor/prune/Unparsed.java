package io.orderwire.ingestor.prune;

import io.orderwire.contract.position.HourFile;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hour files with raw records that are not parsed and committed, or for which this is not certain. */
final class Unparsed {
    private final Map<HourFile, String> files = new HashMap<>();
    private @Nullable String all;

    /** Adds a file with a record that is not parsed; {@code where} is the position of the parsers. */
    void add(HourFile file, String where) {
        files.putIfAbsent(file.firstGeneration(), where);
    }

    /** Adds all files, because any of them may have records that are not parsed. */
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
