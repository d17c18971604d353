package io.orderwire.runtime.process;

import org.jspecify.annotations.Nullable;

/** The process cannot continue, for a reason that has an exit code; the message is one line for the user. */
public final class ProcessExit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    /** Ends the process with that code and message. */
    public ProcessExit(ExitCode code, String message) {
        this(code, message, null);
    }

    /** Ends the process with that code and message; the cause is logged. */
    public ProcessExit(ExitCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The code to exit with. */
    public ExitCode code() {
        return code;
    }
}
