package io.orderwire.runtime.process;

import org.jspecify.annotations.Nullable;

/** The process cannot continue, for a reason that has an exit code; the message is one line for the user. */
public final class ProcessExit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    /** Ends with that code and line. */
    public ProcessExit(ExitCode code, String message) {
        this(code, message, null);
    }

    /** Ends with that code and line; the cause goes to the log. */
    public ProcessExit(ExitCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The code to exit with. */
    public ExitCode code() {
        return code;
    }
}
