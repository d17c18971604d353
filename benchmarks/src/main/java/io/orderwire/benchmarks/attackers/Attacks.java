package io.orderwire.benchmarks.attackers;

import java.util.List;

/** Makes the attack of each scenario, within the limits of the configuration as it is by default. */
final class Attacks {
    /** Below {@code gateway.max.subscriptions}, which is 1,000. */
    private static final int SUBSCRIPTIONS = 990;

    /** Filters of 1,000 users that {@code gateway.client.subscription.bytes} has room for. */
    private static final int LARGE_FILTERS = 30;

    /** {@code gateway.client.replays}. */
    private static final int REPLAYS_EACH = 100;

    private static final int CHURN_BURST = 200;
    private static final int SLOW_BYTES = 2_000;

    /** Below {@code gateway.max.message.bytes}, which is 65,536. */
    private static final int INFLATED_BYTES = 65_000;

    private static final String ALL = "{\"type\":\"orders\",\"id\":\"x\"}";
    private static final List<String> NOTHING_FOUND = List.of(
            "/api/v1/orders?limit=1000&status=none",
            "/api/v1/orders?limit=1000&minNotional=9000000000000000",
            "/api/v1/orders/1");

    private Attacks() {}

    /** The attack of a scenario on that gateway, which counts there what it gets. */
    static Attack of(Scenario scenario, Target target, Tally tally) {
        return switch (scenario) {
            case NOTIONAL -> notional(target, tally);
            case MATCHING -> matching(target, tally);
            case UNBATCHED -> unbatched(target, tally);
            case STATUSES -> statuses(target, tally);
            case USERS -> users(target, tally);
            case REPLAYS -> replays(target, tally);
            case FORGED -> forged(target, tally);
            case CHURN -> churn(target, tally);
            case SLOW_READERS -> slowReaders(target, tally);
            case FIREHOSES -> firehoses(target, tally);
            case SILENT -> silent(target, tally);
            case HANDSHAKES -> handshakes(target, tally);
            case SEARCHES -> searches(target, tally);
            case SLOW_SEARCHES -> slowSearches(target, tally);
            case POLLING -> polling(target, tally);
            case PINGS -> pings(target, tally);
            case INFLATED -> inflated(target, tally);
            case COMPRESSED -> compressed(target, tally);
        };
    }

    private static Attack notional(Target target, Tally tally) {
        return target.subscribers(1, SUBSCRIPTIONS, Subscriptions::neverByNotional, tally);
    }

    private static Attack matching(Target target, Tally tally) {
        return target.subscribers(1, SUBSCRIPTIONS, Subscriptions::all, tally);
    }

    private static Attack unbatched(Target target, Tally tally) {
        return target.subscribers(1, SUBSCRIPTIONS, Subscriptions::unbatched, tally);
    }

    private static Attack statuses(Target target, Tally tally) {
        return target.subscribers(1, SUBSCRIPTIONS, Subscriptions::neverByStatus, tally);
    }

    private static Attack users(Target target, Tally tally) {
        int large = target.scaled(LARGE_FILTERS);
        int small = target.scaled(SUBSCRIPTIONS);
        int largeClients = target.scaled(4);
        Script script = Script.of((connection, number) -> {
            if (number >= (connection < largeClients ? large : small)) {
                return null;
            }
            long unique = (long) connection * SUBSCRIPTIONS + number;
            return Script.subscribe(
                    connection < largeClients
                            ? Subscriptions.strangers(unique)
                            : Subscriptions.neverByNotional(unique));
        });
        return target.clients(8, Attack.UNLIMITED, false, script, tally);
    }

    private static Attack replays(Target target, Tally tally) {
        return target.subscribers(6, REPLAYS_EACH, Subscriptions::replay, tally);
    }

    private static Attack forged(Target target, Tally tally) {
        String cursor = ForgedCursor.of(target.ws());
        return target.subscribers(5, REPLAYS_EACH, number -> Subscriptions.behind(number, cursor), tally);
    }

    private static Attack churn(Target target, Tally tally) {
        return target.clients(
                20, Attack.UNLIMITED, false, new Script(CHURN_BURST, Script.PER_SECOND, new Churn()), tally);
    }

    private static Attack slowReaders(Target target, Tally tally) {
        return target.clients(200, SLOW_BYTES, false, Script.subscriptions(1, Subscriptions::all), tally);
    }

    private static Attack firehoses(Target target, Tally tally) {
        return target.subscribers(100, 1, number -> ALL, tally);
    }

    private static Attack silent(Target target, Tally tally) {
        return Attack.reading(target.scaled(3_050), index -> new SilentPeer(tally));
    }

    private static Attack handshakes(Target target, Tally tally) {
        return Attack.reading(target.scaled(8), index -> new HandshakePeer(target.authority(), tally));
    }

    private static Attack searches(Target target, Tally tally) {
        return target.requests(8, Attack.UNLIMITED, NOTHING_FOUND, tally);
    }

    private static Attack slowSearches(Target target, Tally tally) {
        return target.requests(8, SLOW_BYTES, List.of("/api/v1/orders?limit=1000"), tally);
    }

    private static Attack polling(Target target, Tally tally) {
        return target.requests(8, Attack.UNLIMITED, List.of("/stats", "/", "/app.js"), tally);
    }

    private static Attack pings(Target target, Tally tally) {
        return target.clients(100, Attack.UNLIMITED, false, Script.of(new Chatter()), tally);
    }

    private static Attack inflated(Target target, Tally tally) {
        byte[] frame = WebSocketFrames.deflated("{\"method\":\"ping\"" + " ".repeat(INFLATED_BYTES) + "}");
        return target.clients(20, Attack.UNLIMITED, true, Script.of((connection, number) -> frame), tally);
    }

    private static Attack compressed(Target target, Tally tally) {
        return target.clients(50, Attack.UNLIMITED, true, Script.subscriptions(1, Subscriptions::all), tally);
    }

    /** Subscribes and unsubscribes in turn; the long filters are made once. */
    private static final class Churn implements Script.Messages {
        private final byte[] subscribe = request("subscribe");
        private final byte[] unsubscribe = request("unsubscribe");

        private static byte[] request(String method) {
            return WebSocketFrames.text(
                    "{\"method\":\"" + method + "\",\"subscription\":" + Subscriptions.strangers(0) + "}");
        }

        @Override
        public byte[] frame(int connection, int number) {
            return number % 2 == 0 ? subscribe : unsubscribe;
        }
    }

    /** All that is answered without a subscription. */
    private static final class Chatter implements Script.Messages {
        private final List<byte[]> frames = List.of(
                WebSocketFrames.text("{\"method\":\"ping\"}"),
                WebSocketFrames.control(WebSocketFrames.PING),
                WebSocketFrames.control(WebSocketFrames.PONG),
                WebSocketFrames.text(
                        "{\"method\":\"post\",\"id\":1,\"request\":{\"type\":\"info\",\"payload\":{\"type\":\"meta\"}}}"));

        @Override
        public byte[] frame(int connection, int number) {
            return frames.get(number % frames.size());
        }
    }
}
