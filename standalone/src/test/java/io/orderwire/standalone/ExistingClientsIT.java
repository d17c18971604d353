package io.orderwire.standalone;

import java.nio.file.Path;

/** The packages that people use, on lines of the simulator. */
class ExistingClientsIT extends ExistingClientsContract {
    @Override
    NodeLines lines(Path scratch) {
        long seed = System.nanoTime();
        System.out.println("lines of seed " + seed);
        return NodeLines.generated(scratch, seed);
    }
}
