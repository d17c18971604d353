package io.orderwire.gateway.fuzz;

import io.orderwire.gateway.OrderMaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/** Makes requests of a WebSocket client: valid ones, ones with wrong members, and damaged texts. */
public final class RequestMaker {
    private static final List<String> TYPES = List.of("orders", "orders", "orders", "orderUpdates", "pipeline", "gaps");
    private static final List<String> FOREIGN_TYPES = List.of(
            "allMids",
            "l2Book",
            "trades",
            "userFills",
            "webData2",
            "",
            "Orders",
            "\ud800",
            "orders\0",
            "x".repeat(200));
    private static final List<String> MEMBERS = List.of(
            "type",
            "id",
            "coins",
            "users",
            "user",
            "statuses",
            "sides",
            "minNotional",
            "from",
            "batchMs",
            "coin",
            "maxFrameBytes",
            "isSnapshot",
            "x",
            "",
            "\ud83d\ude00",
            "\udc00",
            "y".repeat(64),
            "z".repeat(65));

    private final Choices choices;
    private final CursorForger cursors;
    private final JsonWriter writer;
    private final ValueMaker values;
    private final TextMutator mutator;
    private final List<Json> subscribed = new ArrayList<>();

    /** @param cursor cursors of the gateway */
    public RequestMaker(Random random, Supplier<String> cursor) {
        this.choices = new Choices(random);
        this.cursors = new CursorForger(choices, cursor);
        this.writer = new JsonWriter(choices);
        this.values = new ValueMaker(choices);
        this.mutator = new TextMutator(choices);
    }

    /** The text of a request. */
    public String next() {
        Json.Obj request = request();
        if (choices.oneIn(8)) {
            disturb(request);
        }
        String text = writer.write(request);
        return choices.oneIn(10) ? mutator.mutate(text) : text;
    }

    private Json.Obj request() {
        Json.Obj request = new Json.Obj();
        int kind = choices.below(20);
        if (kind < 9) {
            Json subscription = choices.oneIn(12) ? earlier() : subscription();
            subscribed.add(subscription);
            request.with("method", new Json.Str("subscribe")).with("subscription", subscription);
        } else if (kind < 14) {
            request.with("method", new Json.Str("unsubscribe"))
                    .with("subscription", choices.oneIn(3) ? subscription() : earlier());
        } else if (kind < 16) {
            request.with("method", new Json.Str("ping"));
        } else if (kind < 19) {
            request.with("method", new Json.Str("post")).with("id", id()).with("request", values.any(0));
        } else {
            request.with("method", choices.oneIn(2) ? new Json.Str("info") : values.any(0));
        }
        if (choices.oneIn(16)) {
            request.with(choices.of(MEMBERS), values.any(0));
        }
        if (choices.oneIn(4)) {
            shuffle(request);
        }
        return request;
    }

    /** One of the last subscriptions, which may not be acknowledged yet. */
    private Json earlier() {
        if (subscribed.isEmpty()) {
            return subscription();
        }
        return subscribed.get(Math.max(0, subscribed.size() - 1 - choices.below(choices.any(1, 3, 20))));
    }

    private Json id() {
        return choices.oneIn(4) ? values.any(0) : new Json.Raw(String.valueOf(choices.below(1_000_000)));
    }

    private Json subscription() {
        if (choices.oneIn(25)) {
            return values.any(0);
        }
        Json.Obj subscription = new Json.Obj();
        String type = choices.oneIn(12) ? choices.of(FOREIGN_TYPES) : choices.of(TYPES);
        subscription.with("type", new Json.Str(type));
        if (type.equals("orders")) {
            orders(subscription);
        } else if (type.equals("orderUpdates")) {
            subscription.with("user", new Json.Str(user()));
            if (choices.oneIn(4)) {
                subscription.with("from", from());
            }
        } else if (choices.oneIn(3)) {
            subscription.with("coin", new Json.Str("BTC"));
        }
        if (choices.oneIn(8)) {
            disturb(subscription);
        }
        if (choices.oneIn(4)) {
            shuffle(subscription);
        }
        return subscription;
    }

    private void orders(Json.Obj subscription) {
        if (!choices.oneIn(5)) {
            subscription.with("id", new Json.Str(choices.oneIn(12) ? values.text() : "s" + choices.below(70)));
        }
        if (choices.oneIn(3)) {
            subscription.with(
                    "coins",
                    list(() -> choices.oneIn(20) ? values.text() : choices.any("BTC", "ETH", "@107", "PURR/USDC")));
        }
        if (choices.oneIn(3)) {
            subscription.with("users", list(this::user));
        }
        if (choices.oneIn(5)) {
            subscription.with(
                    "statuses",
                    list(() -> choices.oneIn(20) ? values.text() : choices.any("open", "filled", "canceled")));
        }
        if (choices.oneIn(5)) {
            subscription.with("sides", list(() -> choices.oneIn(20) ? "buy" : choices.any("A", "B")));
        }
        if (choices.oneIn(4)) {
            subscription.with(
                    "minNotional",
                    new Json.Str(choices.any("1000", "0.5", "70000", "", "-1", ".", "1e9", "9".repeat(90))));
        }
        if (choices.oneIn(2)) {
            subscription.with("from", from());
        }
        if (choices.oneIn(3)) {
            subscription.with(
                    "batchMs",
                    new Json.Raw(choices.any("0", "1", "20", "50", "1000", "0", "1001", "-1", "1.0", "2147483648")));
        }
        if (choices.oneIn(10)) {
            subscription.with(
                    "maxFrameBytes",
                    new Json.Raw(choices.any("0", "1", "8192", "32768", "65536", "65537", "-1", "1e4")));
        }
    }

    private Json list(Supplier<String> value) {
        int count = choices.any(1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0, 30, 150);
        Json.Arr list = new Json.Arr();
        for (int i = 0; i < count; i++) {
            list.with(choices.oneIn(200) ? values.any(0) : new Json.Str(value.get()));
        }
        return list;
    }

    private String user() {
        String user = OrderMaker.user(choices.below(50));
        return switch (choices.below(60)) {
            case 0 -> user.toUpperCase(Locale.ROOT);
            case 1 -> "0x" + user.substring(2).toUpperCase(Locale.ROOT);
            case 2 -> user.substring(1);
            case 3 -> user + "0";
            case 4 -> user.replace('0', 'g');
            case 5 -> values.text();
            default -> user;
        };
    }

    private Json from() {
        return switch (choices.below(11)) {
            case 0 -> new Json.Str("latest");
            case 1 -> new Json.Str("earliest");
            case 2 ->
                new Json.Obj()
                        .with(
                                "minutesAgo",
                                new Json.Raw(choices.any("0", "0.1", "1", "5e-1", "525600", "525601", "-0", "1e400")));
            case 3, 4, 5, 6, 7, 8 -> new Json.Obj().with("cursor", new Json.Str(cursors.next()));
            case 9 ->
                new Json.Obj()
                        .with("cursor", new Json.Str(cursors.next()))
                        .with(choices.any("minutesAgo", "cursor", "x"), values.any(0));
            default -> values.any(0);
        };
    }

    /** Removes, repeats or replaces a member, or adds one. */
    private void disturb(Json.Obj object) {
        List<Json.Member> members = object.members();
        int at = choices.below(members.size());
        switch (choices.below(5)) {
            case 0 -> members.remove(at);
            case 1 -> members.add(choices.below(members.size() + 1), members.get(at));
            case 2 -> members.set(at, new Json.Member(members.get(at).name(), values.any(0)));
            case 3 ->
                members.set(
                        at, new Json.Member(choices.of(MEMBERS), members.get(at).value()));
            default -> members.add(at, new Json.Member(choices.of(MEMBERS), values.any(0)));
        }
    }

    private void shuffle(Json.Obj object) {
        for (int i = object.members().size() - 1; i > 0; i--) {
            int j = choices.below(i + 1);
            Json.Member kept = object.members().set(i, object.members().get(j));
            object.members().set(j, kept);
        }
    }
}
