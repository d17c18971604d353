package io.orderwire.system.client;

import io.orderwire.testing.files.NeedsRealData;
import io.orderwire.testing.files.RealData;
import java.nio.file.Path;

/** Our clients on lines that a node wrote. */
@NeedsRealData(RealData.STREAMING)
class ResumingClientsRealLinesIT extends ResumingClientsContract {
    @Override
    NodeLines lines(Path scratch) {
        return NodeLines.real();
    }
}
