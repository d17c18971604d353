package io.orderwire.runtime.shed;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ShedLogTest {
    private static final long MINUTE_MS = 60_000;

    private final Logger logger = (Logger) LoggerFactory.getLogger(ShedLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong total = new AtomicLong();
    private final ShedLog log = new ShedLog(logger, "{} ms old", "events", 10_000, total::get);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    private void shed(long events, long nowMs) {
        total.addAndGet(events);
        log.shed(600, nowMs);
    }

    private List<String> logged() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void shouldLogOnceThatItBeginsAndOnceThatItIsOver() {
        for (int burst = 0; burst < 5; burst++) {
            shed(10, 1_000 + burst * 2_000);
            log.look(2_000 + burst * 2_000);
        }
        log.look(18_999);
        assertThat(logged()).containsExactly("600 ms old");
        log.look(19_000);
        log.look(60_000);
        assertThat(logged()).hasSize(2);
        assertThat(logged().get(1)).isEqualTo("caught up after 8 s, 50 events were shed");
    }

    @Test
    void shouldRemindEachMinuteAndGetLouderAfterTen() {
        shed(1, 0);
        for (long now = 1_000; now <= 11 * MINUTE_MS; now += 1_000) {
            shed(1, now);
            log.look(now);
        }
        List<Level> levels = lines.list.stream().map(ILoggingEvent::getLevel).toList();
        assertThat(levels).hasSize(1 + 11);
        assertThat(levels.subList(0, 10)).containsOnly(Level.WARN);
        assertThat(levels.subList(10, 12)).containsOnly(Level.ERROR);
        assertThat(logged().get(1)).isEqualTo("still shedding after 60 s, 61 events so far");
    }

    @Test
    void shouldBeginTheCountAnewWithEachEpisode() {
        shed(7, 0);
        log.look(10_000);
        shed(2, 20_000);
        log.look(30_000);
        assertThat(logged().get(3)).isEqualTo("caught up after 0 s, 2 events were shed");
    }

    @Test
    void shouldNotBeOverWhileSomethingIsOld() {
        log.old(0);
        assertThat(log.isShedding()).isFalse();
        shed(7, 1_000);
        log.old(9_000);
        log.look(18_999);
        assertThat(log.isShedding()).isTrue();
        log.look(19_000);
        assertThat(log.isShedding()).isFalse();
        assertThat(logged()).containsExactly("600 ms old", "caught up after 8 s, 7 events were shed");
    }
}
