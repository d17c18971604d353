package io.orderwire.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderwire.client.OrdersClient.Frame;
import java.io.PrintStream;
import java.time.Clock;

/** Prints the frames and notes of {@link Tail}. */
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

    /** Prints a line that may contain text of other processes. */
    void note(String note) {
        notes.println(Printable.of(note));
    }

    /** Prints a frame; returns false if nobody reads the orders any more. */
    boolean show(Frame frame) {
        long nowMs = clock.millis();
        if (frame.dropped() > 0) {
            note("# " + frame.dropped() + " orders dropped: this reader was too slow");
        }
        for (JsonNode gap : frame.gaps()) {
            note("# " + OrderLine.ofGap(JsonObject.of(gap)));
        }
        for (JsonNode order : frame.orders()) {
            String columns = ages ? OrderAges.of(order, frame, nowMs) : "";
            out.println(columns + OrderLine.of(JsonObject.of(order)));
        }
        // Also flushes, so that a frame appears as a whole, and detects that nobody reads any more.
        return !out.checkError();
    }
}
