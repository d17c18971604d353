package io.orderwire.system.client;

import io.orderwire.testing.files.NeedsRealData;
import io.orderwire.testing.files.RealData;
import java.nio.file.Path;

/** The packages that people use, on lines that a node wrote. */
@NeedsRealData(RealData.STREAMING)
class ExistingClientsRealLinesIT extends ExistingClientsContract {
    @Override
    NodeLines lines(Path scratch) {
        return NodeLines.real();
    }
}
