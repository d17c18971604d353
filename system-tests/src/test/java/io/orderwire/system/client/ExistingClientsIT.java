package io.orderwire.system.client;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** The packages that people use, on lines of the simulator. */
@Tag("tools")
class ExistingClientsIT extends ExistingClientsContract {
    @Override
    NodeLines lines(Path scratch) {
        long seed = System.nanoTime();
        System.out.println("lines of seed " + seed);
        return NodeLines.generated(scratch, seed);
    }
}
