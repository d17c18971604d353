package io.orderwire.runtime.stats;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.StageMode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A stage that has just started: it may be slow for a while, and it reports that it is warming up. */
class WarmUpTest {
    private static final long MAX_AGE_MS = 500;
    private static final CatchUpStats LIVE = new CatchUpStats(StageMode.LIVE, 0L);
    private static final int BOUND_S = 30;
    private static final Reason WARMING_UP =
            ReasonCode.WARMING_UP.because("warming up: p99 of the age of its blocks is 312 ms, over 250");

    private static final Reason REBALANCING = ReasonCode.PARSER_REBALANCING.because("Kafka Streams is REBALANCING");

    private final AgeWindow ages = new AgeWindow();
    private final Slowness slowness = new Slowness(StatsNames.PARSER, "blocks", MAX_AGE_MS, BOUND_S * 1_000, ages);
    private final Logger logger = (Logger) LoggerFactory.getLogger(Slowness.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private StageMode mode = StageMode.LIVE;
    private long nowMs = 1_800_000_000_000L;

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
    }

    /** Passes a second in which a hundred blocks had that age. */
    private StageState second(long ageMs) {
        for (int i = 0; i < 100; i++) {
            ages.record(ageMs);
        }
        return silentSecond();
    }

    private StageState silentSecond() {
        nowMs += 1_000;
        slowness.look(nowMs, mode);
        return slowness.state(CatchUpStats.of(mode, 0), List.of());
    }

    private List<String> messages() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void shouldBeWarmingBeforeTheFirstLook() {
        assertThat(slowness.isWarming()).isTrue();
        assertThat(slowness.state(LIVE, List.of())).isEqualTo(new StageState(true, List.of(), LIVE));
    }

    @Test
    void shouldWarmUpInsteadOfBeingSlow() {
        assertThat(second(312)).isEqualTo(new StageState(true, List.of(WARMING_UP), LIVE));
        assertThat(slowness.reasons()).isEmpty();
        // The high age stays in the window for four more seconds.
        for (int i = 0; i < 4; i++) {
            assertThat(second(10).reasons()).containsExactly(WARMING_UP);
        }
        for (int i = 0; i < 9; i++) {
            assertThat(second(10)).isEqualTo(new StageState(true, List.of(), LIVE));
        }
        assertThat(second(10)).isEqualTo(new StageState(false, List.of(), LIVE));
        assertThat(messages())
                .containsExactly("the parser has warmed up after 14000 ms: p99 of the age of its blocks is 10 ms,"
                        + " after 312 ms at worst");
        assertThat(second(312).reasons()).isEmpty();
        assertThat(Reason.texts(slowness.reasons()))
                .containsExactly("the parser is slow: p99 of the age of its blocks is 312 ms, over 250");
    }

    @Test
    void shouldBeSlowFromTheBoundOnIfItStillIs() {
        for (int i = 0; i < BOUND_S; i++) {
            assertThat(second(312).warming()).isTrue();
            assertThat(slowness.reasons()).isEmpty();
        }
        assertThat(second(312)).isEqualTo(new StageState(false, List.of(), LIVE));
        assertThat(Reason.texts(slowness.reasons()))
                .containsExactly("the parser is slow: p99 of the age of its blocks is 312 ms, over 250");
        assertThat(messages()).containsExactlyElementsOf(Reason.texts(slowness.reasons()));
    }

    @Test
    void shouldEndAtTheBoundWithoutDataAndSayNothing() {
        for (int i = 0; i < BOUND_S; i++) {
            assertThat(silentSecond()).isEqualTo(new StageState(true, List.of(), LIVE));
        }
        assertThat(silentSecond().warming()).isFalse();
        assertThat(messages()).isEmpty();
    }

    /** A code path that has not run for long enough is not compiled yet. */
    @Test
    void shouldNotTakeSilenceForWarmth() {
        for (int i = 0; i < 5; i++) {
            second(10);
        }
        for (int i = 0; i < 10; i++) {
            assertThat(silentSecond().warming()).isTrue();
        }
        assertThat(second(312).reasons()).containsExactly(WARMING_UP);
    }

    @Test
    void shouldSayOnceThatItShedsAtAColdStart() {
        second(312);
        mode = StageMode.SHEDDING;
        for (int i = 0; i < 3; i++) {
            assertThat(second(600).mode()).isEqualTo(StageMode.SHEDDING);
        }
        assertThat(messages())
                .containsExactly("the parser sheds data at a cold start, 1000 ms after it began:"
                        + " it could not catch up in time");
    }

    @Test
    void shouldNotCallItAColdStartAfterTheBound() {
        for (int i = 0; i <= BOUND_S; i++) {
            second(10);
        }
        mode = StageMode.SHEDDING;
        second(10);
        assertThat(messages()).isEmpty();
    }

    @Test
    void shouldAddWhatElseIsNotAsItShouldBeYet() {
        second(312);
        assertThat(slowness.state(LIVE, List.of(REBALANCING)))
                .isEqualTo(new StageState(true, List.of(REBALANCING, WARMING_UP), LIVE));
    }

    @Test
    void shouldEndThoughTheClockWasSetBack() {
        second(312);
        nowMs -= 86_400_000;
        for (int i = 0; i < BOUND_S + 1; i++) {
            second(312);
        }
        assertThat(slowness.isWarming()).isFalse();
    }
}
