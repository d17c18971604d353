package io.orderwire.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A program that writes the lines of a growing file to Kafka. */
interface IngestPeer {
    /**
     * What it works on.
     *
     * @param name of this run
     * @param folder its own, for files that it needs
     * @param data folder of a node, in which {@code file} is
     * @param file to be read from its beginning
     * @param kafka address of the broker
     */
    record Task(String name, Path folder, Path data, Path file, String kafka) {}

    /** How it is called in reports. */
    String name();

    /** Why it cannot run on this machine. */
    Optional<String> missing() throws IOException;

    /** The topic that it writes the lines to. */
    String topic(Task task);

    /** Whether its records are committed blocks of lines, in a topic that it creates, instead of a line each. */
    default boolean writesBlocks() {
        return false;
    }

    /** The last lines that it may keep until more are written or its input ends. */
    default int keepsLines() {
        return 0;
    }

    /** What it is told, as text. */
    String configuration(Task task);

    /** Starts it. */
    PeerProcess start(Task task) throws IOException;
}
