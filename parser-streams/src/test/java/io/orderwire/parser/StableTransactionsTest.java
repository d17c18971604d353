package io.orderwire.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.parser.commit.ThreadCommits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StableTransactionsTest {
    @Test
    void shouldNameATransactionAfterTheInstanceAndTheThread() {
        StableTransactions clients = new StableTransactions(
                "orderwire-parser",
                "host-9102",
                TestShedding.none(),
                new ThreadCommits(Duration.ofMillis(50), System::nanoTime),
                false);
        assertThat(clients.stable("orderwire-parser-0f7c2f0e-7e0f-4b1c-9a55-1f0f5a4f4c11-12"))
                .isEqualTo("orderwire-parser-host-9102-12");
    }
}
