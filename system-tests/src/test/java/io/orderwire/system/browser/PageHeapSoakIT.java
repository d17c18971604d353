package io.orderwire.system.browser;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** The memory of the live page for ten minutes, or {@code -Dorderwire.page.seconds}. */
@Tag("soak")
@Timeout(7_200)
class PageHeapSoakIT extends PageHeapContract {
    @Override
    Duration load() {
        return Duration.ofSeconds(Long.getLong("orderwire.page.seconds", 600));
    }
}
