package io.orderwire.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WaitingNoticeTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(3));
    private final WaitingNotice notice = new WaitingNotice(
            "asking Kafka", Duration.ofSeconds(60), new PrintStream(out, true, StandardCharsets.UTF_8), nanos::get);

    @Test
    void shouldSayNothingAboutShortWork() {
        notice.run();
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1_999));
        notice.run();

        assertThat(out.size()).isZero();
    }

    @Test
    void shouldSayNowAndThenThatItGoesOn() {
        for (int tenths = 0; tenths < 130; tenths++) {
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
            notice.run();
        }

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "orderwire: asking Kafka, for 2 s; each part takes 60 s at most",
                        "orderwire: asking Kafka, for 7 s; each part takes 60 s at most",
                        "orderwire: asking Kafka, for 12 s; each part takes 60 s at most");
    }
}
