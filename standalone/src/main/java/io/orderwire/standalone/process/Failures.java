package io.orderwire.standalone.process;

import io.orderwire.broker.BrokerStartException;
import io.orderwire.broker.BrokerStorageException;
import io.orderwire.broker.PortBusyException;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.standalone.log.LogFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps failures to exit codes and to messages of one line. */
public final class Failures {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** The exit code and message for a failure. */
    public static ProcessExit exit(Throwable failure) {
        if (failure instanceof ProcessExit exit) {
            return exit;
        }
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (failure instanceof ConfigurationException || failure instanceof BrokerStorageException) {
            return new ProcessExit(ExitCode.USAGE, message, failure);
        }
        if (failure instanceof PortBusyException) {
            return new ProcessExit(ExitCode.PORT_BUSY, message, failure);
        }
        if (failure instanceof BrokerStartException) {
            return new ProcessExit(ExitCode.UNEXPECTED, message, failure);
        }
        return new ProcessExit(ExitCode.UNEXPECTED, "unexpected: " + failure, failure);
    }

    /** Prints one line to standard error; logs the stack trace of an unexpected failure. */
    public static void report(ProcessExit exit) {
        if (exit.code() == ExitCode.OK) {
            return;
        }
        if (LogFormat.isJson() && exit.code() == ExitCode.UNEXPECTED) {
            log.error("{}", exit.getMessage(), exit.getCause() == null ? exit : exit.getCause());
            return;
        }
        if (exit.code() == ExitCode.UNEXPECTED) {
            log.error("ending", exit.getCause() == null ? exit : exit.getCause());
        } else {
            log.debug("ending", exit);
        }
        LogFormat.print(String.valueOf(exit.getMessage()));
    }
}
