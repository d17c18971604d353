package io.orderwire.ingestor.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.prune.FoundFile.Identity;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportedLossesTest {
    private static final long NOON = Instant.parse("2026-05-05T12:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    private final ReportedLosses losses = new ReportedLosses();

    /** A file of 5 May 2026 that was last written at the end of its hour. */
    private static FoundFile file(int hour) {
        HourFile id = new HourFile(20260505, hour, 0);
        FileTime modified = FileTime.fromMillis(NOON + (hour - 11) * HOUR);
        return new FoundFile(id, Path.of("hourly/20260505/" + hour), new Identity("inode", 1_000, modified));
    }

    private void add(Gap gap) {
        losses.add(gap.toJson(), "gaps at offset 7", NOON);
    }

    private static Gap shed(String id, String from, String to, @Nullable Long events) {
        return Gap.builder(id, Gap.Where.INGESTOR, Gap.Reason.AGE)
                .positions(from, to)
                .events(events)
                .bytes(5L)
                .times(NOON, NOON + MINUTE)
                .build();
    }

    private static Gap parsers(@Nullable String from, @Nullable String to, long fromMs, long toMs) {
        return Gap.builder("p", from == null ? Gap.Where.RETENTION : Gap.Where.PARSER, Gap.Reason.AGE)
                .partition(1)
                .seqs(5L, 9L)
                .positions(from, to)
                .events(5L)
                .times(fromMs, toMs)
                .build();
    }

    private boolean keeps(int hour) {
        return !losses.judge(file(hour)).deletes();
    }

    @Test
    void shouldKeepTheFileThatTheIngestorShedIn() {
        add(shed("a", "20260505/12@10", "20260505/12@20", null));

        assertThat(keeps(11)).isFalse();
        assertThat(keeps(12)).isTrue();
        assertThat(keeps(13)).isFalse();
        assertThat(losses.judge(file(12)).text())
                .isEqualTo("events of it have been lost (age, gap a): its bytes are the only copy of them");
    }

    @Test
    void shouldKeepTheFileOfAnotherGeneration() {
        add(shed("a", "20260505/12~1@10", "20260505/12~1@20", 3L));

        assertThat(keeps(12)).isTrue();
    }

    @Test
    void shouldForgetAGapWithoutEventsButNotOneThatIsCounted() {
        add(shed("a", "20260505/12@10", "20260505/12@20", null));
        add(shed("b", "20260505/13@10", "20260505/13@20", null));
        add(shed("a", "20260505/12@10", "20260505/12@20", 0L));
        add(shed("b", "20260505/13@10", "20260505/13@20", 2L));

        assertThat(keeps(12)).isFalse();
        assertThat(keeps(13)).isTrue();
    }

    @Test
    void shouldKeepTheFilesOfARangeAndThoseWrittenMeanwhile() {
        // Late bytes of hour 9 may have been read between those of 10 and 12.
        add(parsers("20260505/10@10", "20260505/12@0", NOON, NOON + MINUTE));

        assertThat(keeps(9)).isTrue();
        assertThat(keeps(10)).isTrue();
        assertThat(keeps(11)).isTrue();
        assertThat(keeps(12)).isTrue();
        FoundFile late =
                new FoundFile(file(9).hour(), file(9).path(), new Identity("inode", 1_000, FileTime.fromMillis(NOON)));
        assertThat(losses.judge(late).deletes()).isFalse();
        assertThat(losses.judge(late).text()).contains("may have been lost");
        assertThat(keeps(13)).isFalse();
    }

    @Test
    void shouldKeepAnyOlderFileIfALossHasNoPosition() {
        add(parsers(null, null, NOON, NOON));

        assertThat(keeps(3)).isTrue();
        assertThat(keeps(12)).isTrue();
        assertThat(keeps(13)).isFalse();
    }

    @Test
    void shouldNotKeepFilesForWhatTheNodeDid() {
        add(Gap.builder("n", Gap.Where.NODE, Gap.Reason.REWIND)
                .positions("20260505/12@1", "20260505/12@9")
                .times(NOON, NOON)
                .build());

        assertThat(keeps(12)).isFalse();
    }

    @Test
    void shouldTakeAnUnreadableRecordForALossOfAnythingBefore() {
        losses.add("{\"id\":7}", "gaps at offset 7", NOON);

        assertThat(keeps(11)).isTrue();
        assertThat(keeps(13)).isFalse();
        assertThat(losses.judge(file(11)).text()).contains("gaps at offset 7 cannot be read");
    }

    @Test
    void shouldKeepFilesOfATimeWhoseGapsAreGone() {
        losses.knownFrom(NOON);

        assertThat(keeps(11)).isTrue();
        // One hour is tolerated for clocks that differ.
        assertThat(keeps(12)).isTrue();
        assertThat(keeps(13)).isFalse();
    }

    @Test
    void shouldKnowNothingOfAnyFileWithTooManyGaps() {
        for (int i = 0; i <= ReportedLosses.MOST; i++) {
            add(shed("id " + i, "20260504/1@10", "20260504/1@20", 1L));
        }

        assertThat(losses.judge(file(12)).text()).contains("more than 100000 gaps");
    }

    @Test
    void shouldNotPassControlCharactersOn() {
        add(shed("a\u001b[2J\n", "20260505/12@10", "20260505/12@20", 1L));

        assertThat(losses.judge(file(12)).text()).contains("gap a?[2J?)");
    }
}
