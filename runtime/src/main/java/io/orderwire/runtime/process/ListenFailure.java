package io.orderwire.runtime.process;

import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;

/** Finds why a process cannot listen on a port, and the exit code for it. */
public final class ListenFailure {
    /**
     * Texts of Linux and macOS for EACCES, EPERM and EADDRNOTAVAIL. Java throws the same exception for them as for a port in
     * use. A text in another language counts as that of a port in use, which is the usual cause.
     */
    private static final List<String> NOT_BUSY = List.of(
            "Permission denied",
            "Operation not permitted",
            "Cannot assign requested address",
            "Can't assign requested address");

    private ListenFailure() {}

    /** Returns true if another socket uses the port. */
    public static boolean isPortBusy(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        return failure instanceof BindException && NOT_BUSY.stream().noneMatch(text::contains);
    }

    /**
     * Returns the exit of a process that cannot listen: {@link ExitCode#PORT_BUSY} if another socket uses the port, {@link
     * ExitCode#USAGE} if this process may not use the port or the host is not an address of this machine, otherwise {@link
     * ExitCode#UNEXPECTED}.
     *
     * @param port name and address of the port, such as {@code management port 127.0.0.1:9100}
     */
    public static ProcessExit exit(String port, Exception failure) {
        if (isPortBusy(failure)) {
            return new ProcessExit(ExitCode.PORT_BUSY, port + " is not free: " + failure.getMessage(), failure);
        }
        boolean configured = failure instanceof BindException
                || failure instanceof UnknownHostException
                || failure instanceof UnresolvedAddressException;
        return new ProcessExit(
                configured ? ExitCode.USAGE : ExitCode.UNEXPECTED,
                "cannot listen on " + port + ": " + why(failure),
                failure);
    }

    private static String why(Exception failure) {
        if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
            return "the host is unknown";
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
