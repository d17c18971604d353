package io.orderwire.gateway.http;

import io.orderwire.gateway.protocol.ApiAnswers;
import io.orderwire.gateway.recent.RecentActivity;
import io.orderwire.gateway.recent.RecentOrders;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * {@code GET /api/v1/activity}: the most frequent statuses, coins and users of the newest orders. It is computed at most
 * every 2 s, for the first request; the others get the same answer.
 */
final class ActivityApi implements HttpHandler {
    static final String PATH = "/api/v1/activity";

    private static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ApiDoor door;
    private final RecentStats answer;

    ActivityApi(RecentOrders recent, ApiDoor door, LongSupplier nanoTime) {
        this.door = door;
        RecentActivity activity = new RecentActivity(recent);
        this.answer = new RecentStats(() -> ApiAnswers.activity(activity.count()), VALID_NANOS, nanoTime);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (door.admits(exchange)) {
            door.enter(exchange, (admitted, payer) -> ApiDoor.json(admitted, answer.get()));
        }
    }
}
