package io.orderwire.testing.guarantees;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * The pipeline's own account, in events and lines since its topics were created.
 *
 * @param found events found in the files
 * @param skippedAtIngest shed before they were read
 * @param duplicates dropped as written twice by the node
 * @param orders parsed
 * @param deadLetters found not to be orders
 * @param shedByParser shed unparsed
 * @param linesRead lines read
 * @param linesEmpty lines without an event
 */
public record Accounts(
        long found,
        long skippedAtIngest,
        long duplicates,
        long orders,
        long deadLetters,
        long shedByParser,
        long linesRead,
        long linesEmpty) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the answer of a gateway to {@code GET /stats}.
     *
     * @throws AssertionError if a figure is missing or is not an integer
     */
    public static Accounts parse(String stats) {
        try {
            JsonNode root = JSON.readTree(stats);
            return new Accounts(
                    figure(root, "/events/found"),
                    figure(root, "/events/skippedAtIngest"),
                    figure(root, "/events/duplicates"),
                    figure(root, "/events/orders"),
                    figure(root, "/events/deadLetters"),
                    figure(root, "/events/shedByParser"),
                    figure(root, "/lines/read"),
                    figure(root, "/lines/empty"));
        } catch (IOException e) {
            throw new AssertionError("not the answer to /stats: " + stats, e);
        }
    }

    private static long figure(JsonNode root, String path) {
        JsonNode figure = root.at(path);
        if (!figure.isIntegralNumber()) {
            throw new AssertionError("no integer at " + path + " in " + root);
        }
        return figure.longValue();
    }
}
