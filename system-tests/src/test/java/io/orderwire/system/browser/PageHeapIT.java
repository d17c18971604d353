package io.orderwire.system.browser;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** The memory of the live page, for a minute. */
@Tag("tools")
@Timeout(300)
class PageHeapIT extends PageHeapContract {
    @Override
    Duration load() {
        return Duration.ofSeconds(60);
    }
}
