package io.orderwire.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.clock.RecordAges;
import io.orderwire.testing.seed.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LastStableOffsetTest {
    private static final long MAX_AGE_MS = 500;
    private static final long GAIN_MS = 250;
    private static final long BEGIN = 1_000_000;

    private final LastStableOffset end = new LastStableOffset(MAX_AGE_MS);

    /** Moves the end by ten offsets every 50 ms, up to that time. */
    private void commitUntil(long nowMs) {
        for (long ms = BEGIN; ms <= nowMs; ms += 50) {
            end.seen(offsetAt(ms), ms);
        }
    }

    private static long offsetAt(long ms) {
        return 1_000 + (ms - BEGIN) / 5;
    }

    /** The offset at which to resume instead of a record that has been readable since {@code committedMs}. */
    private long newer(long committedMs, long nowMs) {
        return end.newer(offsetAt(committedMs) - 1, nowMs, GAIN_MS);
    }

    @Test
    void shouldResumeWithTheFirstRecordsThatWaitedForHalfTheBound() {
        long now = BEGIN + 1_000;
        commitUntil(now);
        // The records whose end was seen 250 ms ago begin at the previous end.
        assertThat(newer(now - 600, now)).isEqualTo(offsetAt(now - 300));
        assertThat(newer(now - 550, now)).isEqualTo(offsetAt(now - 300));
        assertThat(newer(now - 500, now)).as("has not waited longer").isZero();
    }

    @Test
    void shouldNotShedForWhatIsHardlyNewer() {
        long now = BEGIN + 1_000;
        commitUntil(BEGIN + 200);
        assertThat(newer(BEGIN + 100, now)).isZero();
        assertThat(newer(BEGIN + 200, now)).as("among the newest").isZero();
        assertThat(end.newer(offsetAt(BEGIN + 200), now, GAIN_MS))
                .as("not known to be committed")
                .isZero();
    }

    @Test
    void shouldResumeWithTheNewestWhereNoneHasComeLately() {
        commitUntil(BEGIN + 1_000);
        long now = BEGIN + 5_000;
        end.seen(offsetAt(BEGIN + 1_000), now);
        assertThat(newer(BEGIN + 600, now)).isEqualTo(offsetAt(BEGIN + 950));
        assertThat(newer(BEGIN + 950, now)).isZero();
    }

    @Test
    void shouldFindNothingBeforeAnEndHasMoved() {
        assertThat(newer(BEGIN, BEGIN + 9_000)).isZero();
        end.seen(1_000, BEGIN);
        end.seen(1_000, BEGIN + 8_000);
        assertThat(end.newer(10, BEGIN + 9_000, GAIN_MS)).isZero();
        end.seen(1_010, BEGIN + 9_000);
        assertThat(end.newer(10, BEGIN + 9_000, GAIN_MS)).isEqualTo(1_000);
    }

    @Test
    void shouldForgetWhatItKnewOfATopicThatWasCreatedAgain() {
        long now = BEGIN + 1_000;
        commitUntil(now);
        end.seen(5, now);
        assertThat(newer(now - 600, now)).isZero();
        assertThat(end.waitedMs(0, now)).isEqualTo(RecordAges.UNKNOWN);
    }

    @Test
    void shouldKnowHowLongRecordsHaveWaitedSinceTheFirstLook() {
        assertThat(end.waitedMs(0, BEGIN)).isEqualTo(RecordAges.UNKNOWN);
        commitUntil(BEGIN + 200);
        assertThat(end.waitedMs(offsetAt(BEGIN) - 1, BEGIN + 200)).isEqualTo(RecordAges.UNKNOWN);
        assertThat(end.waitedMs(offsetAt(BEGIN), BEGIN + 200)).isEqualTo(150);
        assertThat(end.waitedMs(offsetAt(BEGIN + 200) - 1, BEGIN + 230)).isEqualTo(30);
        assertThat(end.waitedMs(offsetAt(BEGIN + 200), BEGIN + 230)).isZero();
    }

    @Test
    void shouldReachBackFourBoundsHoweverLongTheBoundIs() {
        long hourMs = 3_600_000;
        LastStableOffset slow = new LastStableOffset(hourMs);
        for (long second = 0; second <= 4 * 3_600; second++) {
            slow.seen(second, second * 1_000);
        }
        assertThat(slow.newer(600, 4 * hourMs, hourMs)).isBetween(3L * 3_600, 4L * 3_600);
        assertThat(slow.size()).isLessThanOrEqualTo(64);
    }

    @Test
    void shouldKeepFewEndsHoweverLongItRuns() {
        commitUntil(BEGIN + 600_000);
        assertThat(end.size()).isLessThanOrEqualTo(42);
    }

    @Test
    void shouldKnowTheEndThatItSawLastThoughItKeepsFewerSteps() {
        assertThat(end.offset()).isZero();
        assertThat(end.seenMs()).isEqualTo(NewerRecords.NEVER);
        end.seen(10, BEGIN);
        end.seen(12, BEGIN + 1);
        assertThat(end.offset()).isEqualTo(12);
        assertThat(end.seenMs()).isEqualTo(BEGIN + 1);
        end.seen(12, BEGIN + 60_000);
        assertThat(end.seenMs()).as("nothing came").isEqualTo(BEGIN + 60_000);
    }

    @Test
    void shouldKnowALeastWaitOfRecordsThatWereThereBefore() {
        commitUntil(BEGIN + 1_000);
        long now = BEGIN + 1_200;
        assertThat(end.waitedMs(0, now)).isEqualTo(RecordAges.UNKNOWN);
        assertThat(end.waitedAtLeastMs(0, now)).isEqualTo(1_200);
        long late = offsetAt(BEGIN + 1_000) - 1;
        assertThat(end.waitedAtLeastMs(late, now)).isEqualTo(200).isEqualTo(end.waitedMs(late, now));
        assertThat(end.waitedAtLeastMs(late + 1, now)).as("not there yet").isZero();
    }

    /**
     * The reader pauses now and then, and ends are seen late. Records are shed only if they have waited longer than the
     * bound, only for records that exist, and never the newest one.
     */
    @Test
    void shouldShedOnlyWhatHasWaitedForWhatIsNewer() {
        long seed = Seeds.of(LastStableOffsetTest.class);
        Random random = new Random(seed);
        long shed = 0;
        for (int run = 0; run < 200; run++) {
            LastStableOffset looked = new LastStableOffset(MAX_AGE_MS);
            List<Long> committedMs = new ArrayList<>();
            long next = 0;
            long now = BEGIN;
            for (int step = 0; step < 300; step++) {
                now += random.nextInt(random.nextInt(10) == 0 ? 2_000 : 60);
                for (int records = random.nextInt(4); records > 0; records--) {
                    committedMs.add(now);
                }
                if (random.nextInt(4) > 0) {
                    looked.seen(committedMs.size(), now);
                }
                for (int reads = random.nextInt(4); reads > 0 && next < committedMs.size(); reads--) {
                    long landing = looked.newer(next, now, GAIN_MS);
                    long waited = now - committedMs.get((int) next);
                    String read = "seed " + seed + ", run " + run + ", step " + step + ", record " + next;
                    assertThat(looked.waitedMs(next, now)).as(read).isLessThanOrEqualTo(waited);
                    if (landing > next) {
                        assertThat(waited).as(read).isGreaterThan(MAX_AGE_MS);
                        assertThat(landing).as(read).isLessThan(committedMs.size());
                        shed += landing - next;
                        next = landing;
                    } else {
                        next++;
                    }
                }
            }
        }
        assertThat(shed).as("records shed, seed " + seed).isPositive();
    }
}
