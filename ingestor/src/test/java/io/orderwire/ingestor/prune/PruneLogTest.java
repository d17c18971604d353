package io.orderwire.ingestor.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.HourFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PruneLogTest {
    private final List<String> lines = new ArrayList<>();
    private final PruneLog log = new PruneLog(lines::add);

    private static Outcome outcome(int hour, PruneDecision decision) {
        return new Outcome(new HourFile(20260505, hour, 0), 2_048, decision);
    }

    private List<String> log(String note, Outcome... outcomes) {
        PruneReport report = new PruneReport(false);
        for (Outcome outcome : outcomes) {
            report.add(outcome);
        }
        if (!note.isEmpty()) {
            report.note(note);
        }
        lines.clear();
        log.log(report);
        return List.copyOf(lines);
    }

    @Test
    void shouldLogAFileThatIsKeptOnlyIfTheReasonIsNew() {
        PruneDecision lagging = PruneDecision.keep(Reason.UNPARSED, "not parsed yet (partition 0 at offset 1 of 9)");
        PruneDecision less = PruneDecision.keep(Reason.UNPARSED, "not parsed yet (partition 0 at offset 5 of 9)");
        PruneDecision lost = PruneDecision.keep(Reason.LOST, "lost");

        assertThat(log("", outcome(1, lagging))).containsExactly("kept 20260505/1: " + lagging.text());
        assertThat(log("", outcome(1, less))).isEmpty();
        assertThat(log("", outcome(1, lost))).containsExactly("kept 20260505/1: lost");
        assertThat(log("")).isEmpty();
        assertThat(log("", outcome(1, lost))).hasSize(1);
    }

    @Test
    void shouldLogEachDeletedFileAndTheTotal() {
        Outcome newest = outcome(3, PruneDecision.keep(Reason.NEWEST, "it is the newest one"));

        assertThat(log("", outcome(1, PruneDecision.DELETE), outcome(2, PruneDecision.DELETE), newest))
                .containsExactly(
                        "deleted 20260505/1 (2.0 KiB)",
                        "deleted 20260505/2 (2.0 KiB)",
                        "freed 4.0 KiB in 2 files, kept 2.0 KiB in 1 file");
        assertThat(log("", newest)).isEmpty();
    }

    @Test
    void shouldLogANoteOnlyOnce() {
        assertThat(log("a note")).containsExactly("a note");
        assertThat(log("a note")).isEmpty();
        assertThat(log("")).isEmpty();
        assertThat(log("a note")).containsExactly("a note");
    }
}
