package io.orderwire.gateway.fuzz;

import io.orderwire.gateway.OrderMaker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Makes HTTP requests, valid and invalid ones. */
public final class HttpMaker {
    /**
     * A request.
     *
     * @param text one character per byte
     * @param sound whether it is answered, and the connection may be used again
     * @param head whether the answer has no body
     */
    public record Made(String text, boolean sound, boolean head) {}

    private static final List<String> PATHS = List.of(
            "/api/v1/orders",
            "/api/v1/orders",
            "/api/v1/orders",
            "/api/v1/orders/",
            "/api/v1/orders/412036451001",
            "/api/v1/orders/18446744073709551616",
            "/api/v1/orders/0x1",
            "/api/v1/orders/1/2",
            "/api/v1/orders/%31",
            "/api/v1/orders/%00",
            "/api/v1/ordersx",
            "/api/v1/activity",
            "/api/v1/clients",
            "/api",
            "/",
            "/stats",
            "/stats/history",
            "/ws",
            "/app.js",
            "/nothing",
            "/../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/api/v1/orders/../../../stats",
            "//stats",
            "/stats;x=y",
            "/api/v1/orders;a=b",
            "/%c0%af",
            "/%",
            "/%zz",
            "/\u00e9",
            "*",
            "stats",
            "http://127.0.0.1/stats",
            "http://[/",
            "/api/v1/orders/%0d%0ax:y");
    private static final List<String> NAMES = List.of(
            "coin",
            "user",
            "status",
            "side",
            "minNotional",
            "limit",
            "limit",
            "token",
            "Coin",
            "x",
            "",
            "%63oin",
            "coin%00");
    private static final List<String> METHODS = List.of(
            "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "G", "X".repeat(100), "GET\t", "");

    private final Choices choices;
    private final ValueMaker values;
    private final String host;

    /** Makes requests to {@code host}. */
    public HttpMaker(Random random, String host) {
        this.choices = new Choices(random);
        this.values = new ValueMaker(choices);
        this.host = host;
    }

    /** A request. */
    public Made next() {
        boolean wild = choices.oneIn(4);
        String method =
                wild && choices.oneIn(3) ? choices.of(METHODS) : choices.any("GET", "GET", "GET", "GET", "HEAD");
        String path = wild ? choices.of(PATHS) : choices.of(PATHS.subList(0, 5));
        StringBuilder text = new StringBuilder(method + " " + path);
        if (choices.oneIn(2)) {
            query(text, wild);
        }
        text.append(' ')
                .append(wild && choices.oneIn(10) ? choices.any("HTTP/1.0", "HTTP/2.0", "HTTP/9", "", "x") : "HTTP/1.1")
                .append(wild && choices.oneIn(20) ? "\n" : "\r\n");
        text.append("Host: ")
                .append(wild && choices.oneIn(6) ? choices.any("", "evil.example", "[::1", "a b", host + ", x") : host)
                .append("\r\n");
        String body = "";
        if (wild) {
            body = oddities(text);
        }
        text.append("\r\n").append(body);
        String whole = text.toString();
        if (wild && choices.oneIn(8)) {
            whole = damaged(whole);
        }
        return new Made(whole, !wild, method.equals("HEAD"));
    }

    private void query(StringBuilder text, boolean wild) {
        text.append('?');
        for (int i = choices.any(0, 1, 1, 2, 3, wild ? 1_000 : 4); i > 0; i--) {
            text.append(wild ? choices.of(NAMES) : choices.of(NAMES.subList(0, 7)));
            if (!wild || !choices.oneIn(8)) {
                text.append('=').append(value(wild));
            }
            text.append(wild && choices.oneIn(8) ? choices.any("&&", ";", "", "&=&") : "&");
        }
    }

    private String value(boolean wild) {
        String value = choices.any(
                "BTC",
                "@107",
                "PURR/USDC",
                "open",
                "A",
                "B",
                "1",
                "1000",
                "0",
                "1001",
                "-1",
                "1e3",
                "0.5",
                "x".repeat(129),
                OrderMaker.user(choices.below(50)),
                values.text(),
                values.number());
        return wild && choices.oneIn(3)
                ? choices.any(
                        "%",
                        "%0", "%zz", "%00", "%c0%80", "%ed%a0%80", "%ff", "%u0041", "+", "%25%32%35", "\u00ff", "{}|^`")
                : encoded(value);
    }

    private static String encoded(String value) {
        StringBuilder text = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b > 32 && b < 127 && "%&+#?\"<>[\\]^`{|};=/".indexOf(b) < 0) {
                text.append((char) b);
            } else {
                text.append(String.format("%%%02X", b & 0xFF));
            }
        }
        return text.toString();
    }

    /** Adds unusual headers; returns a body. */
    private String oddities(StringBuilder text) {
        switch (choices.below(16)) {
            case 0 -> text.append("Content-Length: 5\r\n");
            case 1 -> text.append("Content-Length: -1\r\n");
            case 2 -> text.append("Content-Length: 99999999999999999999\r\n");
            case 3 -> text.append("Content-Length: 5\r\nContent-Length: 6\r\n");
            case 4 -> text.append("Transfer-Encoding: chunked\r\n");
            case 5 -> text.append("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n");
            case 6 ->
                text.append("X: ")
                        .append("y".repeat(choices.any(100, 8_000, 20_000)))
                        .append("\r\n");
            case 7 -> text.append("X: y\r\n".repeat(choices.any(10, 63, 100)));
            case 8 -> text.append("Expect: 100-continue\r\n");
            case 9 ->
                text.append("Connection: Upgrade\r\nUpgrade: ")
                        .append(choices.any("h2c", "websocket", ""))
                        .append("\r\n");
            case 10 ->
                text.append("Origin: ")
                        .append(choices.any("null", "http://evil.example", "x", ""))
                        .append("\r\n");
            case 11 ->
                text.append("X-Forwarded-For: ")
                        .append(choices.any("1.2.3.4", "::1", "\u0000", "a,b,c"))
                        .append("\r\n");
            case 12 ->
                text.append("Authorization: ")
                        .append(choices.any("Bearer x", "Basic !", "Bearer"))
                        .append("\r\n");
            case 13 -> text.append(" folded: yes\r\n");
            case 14 -> text.append("Host: other\r\n");
            default ->
                text.append(choices.any(
                        "no colon\r\n", ": empty\r\n", "Na\u0000me: v\r\n", "N: \u0000\r\n", "Range: bytes=0-\r\n"));
        }
        return choices.oneIn(3) ? "" : choices.any("hello", "5\r\nhello\r\n0\r\n\r\n", "zz\r\n", "x".repeat(3_000));
    }

    private String damaged(String text) {
        int at = choices.below(text.length());
        return switch (choices.below(4)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + (char) choices.below(256) + text.substring(at);
            case 2 -> text.substring(at);
            default -> text.replace("\r\n", choices.any("\n", "\r", "\r\r\n"));
        };
    }
}
