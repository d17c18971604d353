package io.orderwire.standalone;

import java.nio.file.Path;

/** Our clients on lines of the simulator. */
class ResumingClientsIT extends ResumingClientsContract {
    @Override
    NodeLines lines(Path scratch) {
        long seed = System.nanoTime();
        System.out.println("lines of seed " + seed);
        return NodeLines.generated(scratch, seed);
    }
}
