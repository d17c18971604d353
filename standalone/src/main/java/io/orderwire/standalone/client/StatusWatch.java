package io.orderwire.standalone.client;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Shows the status again and again, on a terminal always at the same place. */
public final class StatusWatch {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_REST = "\u001b[J";
    private static final String CLEAR_LINE = "\u001b[K";

    private final PrintStream out;
    private final boolean inPlace;

    /** Looks once. */
    public interface Look {
        /** Prints to {@code out} and returns an exit code. */
        int show(PrintStream out) throws InterruptedException;
    }

    /**
     * @param inPlace whether {@code out} is a terminal, which is to show only the newest status
     */
    public StatusWatch(PrintStream out, boolean inPlace) {
        this.out = out;
        this.inPlace = inPlace;
    }

    /** Returns, with the last exit code, only when the output cannot be written any more, for example to a closed pipe. */
    public int run(Look look) throws InterruptedException {
        while (true) {
            // The screen is replaced at once: a request may take seconds.
            ByteArrayOutputStream screen = new ByteArrayOutputStream();
            int code = look.show(new PrintStream(screen, true, StandardCharsets.UTF_8));
            String text = screen.toString(StandardCharsets.UTF_8);
            out.print(inPlace ? HOME + text.replace("\n", CLEAR_LINE + "\n") + CLEAR_REST : text);
            if (out.checkError()) {
                return code;
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
