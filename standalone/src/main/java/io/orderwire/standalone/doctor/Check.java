package io.orderwire.standalone.doctor;

import java.util.Locale;

/** The checks, in the order in which they are made. Scripts may rely on their codes. */
enum Check {
    /** All options have valid values. */
    CONFIGURATION,
    /** The data folder exists, may be read, and holds one shape or the chosen one. */
    DATA_FOLDER,
    /** This user may read the newest folders of dates and hour files. */
    DATA_RIGHTS,
    /** The lines of the newest hour file have the shape that the name of the folder says. */
    DATA_SHAPE,
    /** The node is writing. */
    NODE_WRITES,
    /** The node is not far behind the chain. */
    NODE_LAG,
    /** The clocks of this host and of the node agree. */
    CLOCK,
    /** The files are on a file system of this host. */
    FILE_SYSTEM,
    /** The disk of the node's files is not nearly full. */
    DATA_DISK,
    /** The state folder can be written and is not in use. */
    STATE_FOLDER,
    /** The disk of the state folder has room for all that is kept. */
    STATE_DISK,
    /** The ports are free. */
    PORTS,
    /** As many files and sockets may be open as there may be clients. */
    OPEN_FILES,
    /** Kafka answers, and accepts the login. */
    KAFKA,
    /** Kafka's version has the transactions that the pipeline is made for. */
    KAFKA_VERSION,
    /** There are as many brokers as replicas, and a lone one is safe. */
    KAFKA_BROKERS,
    /** Topics that exist fit, and those that do not may be created. */
    KAFKA_TOPICS,
    /** This user has the rights that the processes need on topics that exist. */
    KAFKA_RIGHTS;

    /** Such as {@code data-rights}. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
