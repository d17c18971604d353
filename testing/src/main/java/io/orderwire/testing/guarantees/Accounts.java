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
     * @throws AssertionError if a number is missing or is not an integer
     */
    public static Accounts parse(String stats) {
        try {
            JsonNode root = JSON.readTree(stats);
            return new Accounts(
                    number(root, "/events/found"),
                    number(root, "/events/skippedAtIngest"),
                    number(root, "/events/duplicates"),
                    number(root, "/events/orders"),
                    number(root, "/events/deadLetters"),
                    number(root, "/events/shedByParser"),
                    number(root, "/lines/read"),
                    number(root, "/lines/empty"));
        } catch (IOException e) {
            throw new AssertionError("not the answer to /stats: " + stats, e);
        }
    }

    private static long number(JsonNode root, String path) {
        JsonNode number = root.at(path);
        if (!number.isIntegralNumber()) {
            throw new AssertionError("no integer at " + path + " in " + root);
        }
        return number.longValue();
    }
}
