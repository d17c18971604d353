package io.orderwire.standalone.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody looks at what this process prints. {@code System.console()} does not say so in every Java. */
public final class Terminal {
    private static final int STANDARD_OUTPUT = 1;

    private Terminal() {}

    /** Whether standard output is a terminal that knows where its cursor is. */
    public static boolean isOutput() {
        return isTerminal(STANDARD_OUTPUT);
    }

    private static boolean isTerminal(int descriptor) {
        String kind = System.getenv("TERM");
        if (kind == null || kind.equals("dumb")) {
            return false;
        }
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd", String.valueOf(descriptor)))
                    .toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException expected) {
            return false;
        }
    }
}
