package io.orderwire.benchmarks.peers;

import io.orderwire.benchmarks.whole.LineSource;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** A server that sends lines to WebSocket clients as they are written. */
interface ServedPeer {
    /** A server that runs. */
    interface Server extends AutoCloseable {
        /** Where lines are to be written. */
        LineSource lines();

        /** Address for clients. */
        URI url();

        /** The process whose CPU counts. */
        PeerProcess process();

        @Override
        void close() throws IOException;
    }

    /** How it is called in reports. */
    String name();

    /** Why it cannot run on this machine. */
    Optional<String> missing();

    /** What it is told, as text. */
    String configuration();

    /** How its clients ask for orders. */
    Feed feed();

    /** Starts it; its files are in that folder. */
    Server start(TemporaryFolder folder) throws IOException;
}
