package io.orderwire.runtime.process;

/** Exit codes of every Orderwire process. */
public enum ExitCode {
    /** A clean stop, on SIGINT and SIGTERM too. */
    OK(0),
    /** An unexpected failure. */
    UNEXPECTED(1),
    /** A wrong command line or configuration. */
    USAGE(2),
    /** A port is in use. Java itself also exits with this number when it is out of memory. */
    PORT_BUSY(3),
    /** A data folder that is missing, unreadable or ambiguous. */
    DATA_FOLDER(4),
    /** A state folder that another process uses. */
    STATE_IN_USE(5),
    /** Kafka unreachable within the bound, or a topic that does not fit. */
    KAFKA(6),
    /** Another ingestor took over. */
    FENCED(7),
    /** A stage had work and made no progress. */
    STALLED(70);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number that the operating system sees. */
    public int code() {
        return code;
    }
}
