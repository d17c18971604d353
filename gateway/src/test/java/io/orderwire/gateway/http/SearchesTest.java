package io.orderwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.websocket.limit.Payer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SearchesTest {
    private static final Payer ONE = new Payer("10.0.0.1", null);
    private static final Payer OTHER = new Payer("10.0.0.2", null);

    private final AtomicLong now = new AtomicLong();
    private final Searches searches = new Searches(
            new Searches.Limits(4, 1, 1 << 20, 4 << 20), now::get, new GatewayMetrics(new SimpleMeterRegistry()));

    private String refusal(Payer payer) {
        OverLimit over = searches.enter(payer);
        return over == null ? "none" : over.text();
    }

    /** Uses a core for at least {@code ms}. */
    private static void work(long ms) {
        long end = System.nanoTime() + ms * 1_000_000;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldRefuseAPayerWhoseSearchesHaveTakenTheirTime() {
        while (refusal(ONE).equals("none")) {
            searches.charge(ONE, () -> work(1));
            searches.leave(ONE);
        }
        OverLimit over = searches.enter(ONE);
        assertThat(over.text()).endsWith("gateway.address.search.ms.per.second is 1");
        assertThat(over.waitNanos()).isPositive();
        assertThat(refusal(OTHER)).isEqualTo("none");
        now.addAndGet(over.waitNanos() + 1);
        assertThat(refusal(ONE)).isEqualTo("none");
    }

    @Test
    void shouldRefuseAllWhenTogetherTheyHaveTakenTheirTime() {
        for (int i = 0; refusal(new Payer("10.0.1." + i, null)).equals("none"); i++) {
            searches.charge(new Payer("10.0.1." + i, null), () -> work(5));
            searches.leave(new Payer("10.0.1." + i, null));
        }
        assertThat(refusal(OTHER)).endsWith("gateway.search.ms.per.second is 4");
    }

    @Test
    void shouldLeaveTurnsForOthers() {
        List<String> refusals = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            refusals.add(refusal(ONE));
        }
        assertThat(refusals).startsWith("none", "none", "none", "none");
        assertThat(refusals.subList(4, 6)).allMatch(text -> text.endsWith("the limit is 4"));
        assertThat(refusal(OTHER)).isEqualTo("none");
    }

    @Test
    void shouldBoundTheSearchesThatWait() {
        for (int i = 0; i < Searches.MOST; i++) {
            assertThat(refusal(new Payer(null, null))).isEqualTo("none");
        }
        assertThat(refusal(OTHER)).isEqualTo("as many searches wait as may: the limit is 16");
        searches.leave(new Payer(null, null));
        assertThat(refusal(OTHER)).isEqualTo("none");
    }

    @Test
    void shouldRunOneSearchAfterTheOther() {
        List<String> done = new ArrayList<>();
        searches.thread().execute(() -> done.add("first"));
        searches.thread().execute(() -> done.add("second"));

        assertThat(searches.agent().doWork()).isEqualTo(1);
        assertThat(done).containsExactly("first");
        assertThat(searches.agent().doWork()).isEqualTo(1);
        assertThat(done).containsExactly("first", "second");
        assertThat(searches.agent().doWork()).isZero();
    }

    @Test
    void shouldRunTheNextSearchAfterOneThatFailed() {
        List<String> done = new ArrayList<>();
        searches.thread().execute(() -> {
            throw new StackOverflowError("deep");
        });
        searches.thread().execute(() -> done.add("second"));

        assertThat(searches.agent().doWork()).isEqualTo(1);
        assertThat(searches.agent().doWork()).isEqualTo(1);
        assertThat(done).containsExactly("second");
    }

    @Test
    void shouldEndItsThreadOnAnErrorOfJava() {
        searches.thread().execute(() -> {
            throw new OutOfMemoryError("no memory");
        });

        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(searches.agent()::doWork);
    }

    @Test
    void shouldBoundTheAnswersThatAreNotTaken() {
        AnswerMemory memory = searches.memory();
        assertThat(memory.take(ONE, 1 << 20)).isTrue();
        assertThat(memory.take(ONE, 1)).as("more than a quarter").isFalse();
        for (int i = 0; i < 3; i++) {
            assertThat(memory.take(new Payer("10.0.1." + i, null), 1 << 20)).isTrue();
        }
        assertThat(memory.take(OTHER, 1)).as("more than all").isFalse();
        memory.release(ONE, 1 << 20);
        assertThat(memory.take(OTHER, 1 << 20)).isTrue();
        assertThat(memory.bytes()).isEqualTo(4 << 20);
    }
}
