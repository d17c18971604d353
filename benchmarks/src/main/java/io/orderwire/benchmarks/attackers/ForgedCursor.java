package io.orderwire.benchmarks.attackers;

import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.testing.client.TextClient;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A cursor of the gateway whose sequences were raised above all that the topic holds. */
final class ForgedCursor {
    private static final String MEMBER = "\"cursor\":\"";
    private static final long RAISED_BY = 1_000_000_000_000L;
    private static final long TIMEOUT_SECONDS = 20;

    private ForgedCursor() {}

    /** Subscribes once to learn a true one. */
    static String of(URI ws) {
        CompletableFuture<String> acknowledged = new CompletableFuture<>();
        try (TextClient client = new TextClient(ws, message -> {
            if (message.startsWith("{\"channel\":\"subscriptionResponse\"")) {
                acknowledged.complete(message);
            }
        })) {
            client.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"f\"}}");
            String message =
                    acknowledged.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
            int from = message.lastIndexOf(MEMBER) + MEMBER.length();
            return raised(message.substring(from, message.indexOf('"', from)));
        }
    }

    static String raised(String cursor) {
        Cursor truth = Cursor.decode(cursor);
        long[] raised =
                Arrays.stream(truth.lastSeqs()).map(seq -> seq + RAISED_BY).toArray();
        return new Cursor(truth.topicId(), truth.nextOffsets(), raised, truth.leftOut()).encode();
    }
}
