package io.orderwire.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.guarantees.Guarantees;
import io.orderwire.testing.guarantees.NoLoss;
import io.orderwire.testing.seed.Seeds;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of parsers, a committed reader gets each order once, in order, and the account is true. */
@Tag("adversary")
@Timeout(300)
class ParserFaultsIT {
    private static final int KILLS = 4;
    private static final int LONGEST_LIFE_MS = 700;

    @TempDir
    private Path folder;

    private static Guarantees exactlyOnce() {
        return Guarantees.exactlyOnceInOrder(ParserRig.PARTITIONS);
    }

    @Test
    void shouldWriteEachOrderOnceThoughAParserIsKilledAgainAndAgain() throws Exception {
        long seed = Seeds.of(ParserFaultsIT.class);
        SplittableRandom random = new SplittableRandom(seed);
        try (ParserRig rig = new ParserRig(folder, seed)) {
            for (int kill = 0; kill < KILLS; kill++) {
                rig.startParser("a");
                rig.awaitProgress();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MS));
                rig.killParser("a");
            }
            rig.startParser("a");
            rig.check(exactlyOnce());
        }
    }

    @Test
    void shouldHealByItselfAfterAPauseLongerThanTransactionAndSession() throws Exception {
        try (ParserRig rig = new ParserRig(folder, 1)) {
            rig.startParser("a", "parser.transaction.timeout.ms=1000");
            rig.awaitProgress();
            rig.signal("a", "STOP");
            rig.awaitForgotten("a");
            rig.signal("a", "CONT");
            rig.awaitProgress();
            rig.check(exactlyOnce());
        }
    }

    @Test
    void shouldTakeNoHarmFromAParserThatComesBackAfterAnotherTookOver() throws Exception {
        try (ParserRig rig = new ParserRig(folder, 2)) {
            rig.startParser("a");
            rig.startParser("b");
            rig.awaitProgress();
            rig.signal("a", "STOP");
            rig.awaitForgotten("a");
            rig.awaitProgress();
            rig.signal("a", "CONT");
            rig.awaitMember("a");
            rig.killParser("b");
            rig.check(exactlyOnce());
        }
    }

    @Test
    void shouldLoseDoubleAndReorderNothingInARollingRestart() throws Exception {
        try (ParserRig rig = new ParserRig(folder, 3)) {
            rig.startParser("a");
            rig.startParser("b");
            for (String name : new String[] {"a", "b"}) {
                rig.awaitProgress();
                rig.stopParser(name);
                rig.awaitProgress();
                rig.startParser(name);
            }
            rig.check(exactlyOnce());
        }
    }

    @Test
    void shouldAccountToTheEventForWhatItGaveUpAfterAPause() throws Exception {
        try (ParserRig rig = new ParserRig(folder, 5)) {
            rig.startParser("a", "overload=latest", "catch.up.max.ms=0", "parser.session.timeout.ms=20000");
            rig.awaitProgress();
            rig.signal("a", "STOP");
            rig.awaitWritten(5_000);
            rig.signal("a", "CONT");
            rig.awaitProgress();
            rig.check(exactlyOnce());
            assertThat(rig.givenUp()).isPositive();
        }
    }

    @Test
    void shouldLoseNothingWithAtLeastOnce() throws Exception {
        String guarantee = "parser.processing.guarantee=at_least_once";
        try (ParserRig rig = new ParserRig(folder, 4)) {
            for (int kill = 0; kill < 2; kill++) {
                rig.startParser("a", guarantee);
                rig.awaitProgress();
                rig.killParser("a");
            }
            rig.startParser("a", guarantee);
            rig.check(new NoLoss(ParserRig.PARTITIONS));
        }
    }
}
