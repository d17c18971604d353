package io.orderwire.standalone.client;

import java.io.PrintStream;
import java.time.Clock;

/** Where {@link Tail} prints to, and what it prints of a frame. */
public final class TailOutput {
    private final PrintStream out;
    private final PrintStream notes;
    private final boolean ages;
    private final Clock clock;

    /**
     * Prints orders to {@code out}, and losses and failures to {@code notes}.
     *
     * @param ages whether to print before each order how old it is by {@code clock}
     */
    public TailOutput(PrintStream out, PrintStream notes, boolean ages, Clock clock) {
        this.out = out;
        this.notes = notes;
        this.ages = ages;
        this.clock = clock;
    }

    void note(String note) {
        notes.println(note);
    }

    /** Prints a frame of the channel {@code orders}; returns false if nobody reads the orders any more. */
    boolean show(JsonObject data) {
        long nowMs = clock.millis();
        Long dropped = data.number("dropped");
        if (dropped != null && dropped > 0) {
            note("# " + dropped + " orders dropped: this reader was too slow");
        }
        for (Object gap : data.list("gaps")) {
            note("# " + OrderLine.ofGap(JsonObject.of(gap)));
        }
        for (Object one : data.list("orders")) {
            JsonObject order = JsonObject.of(one);
            String columns = ages ? OrderAges.of(order, data.number("fileTime"), nowMs) : "";
            out.println(columns + OrderLine.of(order));
        }
        // Also flushes, so that a frame appears as a whole, and detects that nobody reads any more.
        return !out.checkError();
    }
}
