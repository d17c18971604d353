package io.orderwire.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.transport.Message;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CompressionBudgetTest {
    private static final long STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final byte[] TEXT = new byte[10_000];
    private static final Payer ONE = new Payer("192.0.2.1", "one");
    private static final Payer SAME_ADDRESS = new Payer("192.0.2.1", "two");
    private static final Payer SAME_TOKEN = new Payer("192.0.2.3", "one");
    private static final Payer OTHER = new Payer("192.0.2.4", "four");

    private final AtomicLong now = new AtomicLong();
    private final CompressionTally tally = new CompressionTally();

    /** While true, the clock advances by a step on each read. */
    private boolean running;

    private CompressionBudget budget(int clientMs, int addressMs, int tokenMs, int allMs) {
        return new CompressionBudget(
                new CompressionBudget.Limits(clientMs, addressMs, tokenMs, allMs),
                () -> running ? now.getAndAdd(STEP_NANOS) : now.get(),
                tally);
    }

    private void compress(CompressionBudget.Account account, int times) {
        for (int i = 0; i < times; i++) {
            running = true;
            account.compress(TEXT);
            running = false;
            // Resets the clock, so that only the charges of the buckets remain.
            now.set(0);
        }
    }

    @Test
    void shouldSendUncompressedUntilTheClientHasPaid() {
        CompressionBudget.Account account = budget(10, 1_000, 1_000, 1_000).open(ONE);
        Message early = new Message(TEXT);
        assertThat(early.compressed(account)).isNotNull();
        compress(account, 12);
        assertThat(tally.nanos).isGreaterThanOrEqualTo(12 * STEP_NANOS);

        Message late = new Message(TEXT);
        assertThat(late.compressed(account)).isNull();
        assertThat(early.compressed(account)).as("compressed already").isNotNull();
        assertThat(new Message(new byte[Compressor.LEAST_BYTES - 1]).compressed(account))
                .isNull();
        assertThat(tally.skipped).containsExactly(CompressionBudget.Limit.CLIENT);
        now.set(TimeUnit.SECONDS.toNanos(1));
        assertThat(late.compressed(account)).isNotNull();
        assertThat(tally.skipped).hasSize(1);
    }

    @Test
    void shouldCompressForTheNextWhoMayHaveIt() {
        CompressionBudget budget = budget(10, 1_000, 1_000, 1_000);
        CompressionBudget.Account poor = budget.open(ONE);
        compress(poor, 12);
        Message shared = new Message(TEXT);

        assertThat(shared.compressed(poor)).isNull();
        assertThat(shared.compressed(budget.open(ONE))).isNotNull();
        assertThat(shared.compressed(poor)).isNotNull();
    }

    @Test
    void shouldBoundAnAddressATokenAndAllTogether() {
        CompressionBudget budget = budget(1_000, 80, 40, 160);
        compress(budget.open(ONE), 12);
        assertThat(budget.open(SAME_TOKEN).mayCompress()).isFalse();
        assertThat(budget.open(SAME_ADDRESS).mayCompress()).isTrue();
        compress(budget.open(SAME_ADDRESS), 10);
        assertThat(budget.open(SAME_ADDRESS).mayCompress()).isFalse();
        assertThat(budget.open(OTHER).mayCompress()).isTrue();
        compress(budget.open(Payer.UNKNOWN), 24);
        assertThat(budget.open(OTHER).mayCompress()).isFalse();
        assertThat(tally.skipped)
                .containsExactly(
                        CompressionBudget.Limit.TOKEN, CompressionBudget.Limit.ADDRESS, CompressionBudget.Limit.ALL);
    }

    @Test
    void shouldNotChargeAPauseOfTheMachine() {
        CompressionBudget budget = budget(1_000, 1_000, 1_000, 1_000);
        running = true;
        budget.open(ONE).compress(new byte[1_000]);
        assertThat(tally.nanos).isEqualTo(100_000);
    }
}
