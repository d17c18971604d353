package io.orderwire.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RepeatLimitTest {
    private static final String CLIENTS = "io.orderwire.gateway.Clients";

    private final LoggerContext context = new LoggerContext();
    private long nanos;
    private final RepeatLimit limit = new RepeatLimit(() -> nanos);

    private boolean isLogged(String logger, String message, Object... arguments) {
        LoggingEvent event = new LoggingEvent("test", context.getLogger(logger), Level.WARN, message, null, arguments);
        return limit.decide(event) != FilterReply.DENY;
    }

    private int logged(int times, String message) {
        int count = 0;
        for (int i = 0; i < times; i++) {
            count += isLogged(CLIENTS, message, i) ? 1 : 0;
        }
        return count;
    }

    @Test
    void shouldLogTheSameTextAFewTimesAMinuteWhateverItsArguments() {
        assertThat(logged(1_000, "client {} failed")).isEqualTo(RepeatLimit.MOST);
        assertThat(isLogged(CLIENTS, "client {} came back", 1))
                .as("another text")
                .isTrue();
        assertThat(isLogged("io.orderwire.Other", "client {} failed", 1))
                .as("another logger")
                .isTrue();
        nanos += TimeUnit.SECONDS.toNanos(59);
        assertThat(logged(1, "client {} failed")).isZero();
        nanos += TimeUnit.SECONDS.toNanos(1);
        assertThat(logged(1_000, "client {} failed")).isEqualTo(RepeatLimit.MOST);
    }

    @Test
    void shouldNotTakeDifferentSentencesForOneText() {
        for (int i = 0; i < 100; i++) {
            assertThat(isLogged(CLIENTS, "{}", "sentence " + i)).isTrue();
        }
        assertThat(logged(100, "{}")).as("each number is a text of its own").isEqualTo(100);
    }

    @Test
    void shouldSayOnceWhatWasLeftOut() {
        logged(RepeatLimit.MOST + 7, "client {} failed");
        assertThat(limit.takeLeftOut()).containsExactly("7 more lines of Clients were not logged: client {} failed");
        assertThat(limit.takeLeftOut()).isEmpty();
    }

    @Test
    void shouldRememberABoundedNumberOfTexts() {
        logged(RepeatLimit.MOST + 7, "client {} failed");
        for (int i = 0; i < RepeatLimit.MESSAGES; i++) {
            isLogged(CLIENTS, "{}", "sentence " + i);
        }
        assertThat(isLogged(CLIENTS, "client {} failed", 1))
                .as("a forgotten text")
                .isTrue();
        assertThat(limit.takeLeftOut()).containsExactly("7 more lines of other texts were not logged");
        assertThat(limit.takeLeftOut()).isEmpty();
    }
}
