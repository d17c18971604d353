package io.orderwire.contract.order;

import java.nio.charset.StandardCharsets;

/** Lines to read, and the values that were read. */
final class Lines {
    static final String USER = "0x4f235c15474f984504b0f188755021ae45c2fa65";

    static final String EVENT = "{\"time\":\"2026-05-05T17:39:13.024084407\",\"user\":\"" + USER
            + "\",\"hash\":null,\"builder\":null,\"status\":\"badAloPxRejected\",\"order\":{\"coin\":\"BTC\",\"side\":\"A\","
            + "\"limitPx\":\"65045.0\",\"sz\":\"0.0003\",\"oid\":412036451268,\"timestamp\":1778002753024,"
            + "\"children\":[{\"coin\":\"ETH\",\"oid\":7,\"children\":[]}],\"tif\":\"Alo\"}}";

    static final String HEAD = "{\"local_time\":\"2026-05-05T17:39:16.001886457\","
            + "\"block_time\":\"2026-05-05T17:39:13.024084407\",\"block_number\":985148182,\"events\":[";

    static final String STREAMING = HEAD + EVENT + "]}";

    private Lines() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static ParseResult parse(String line) {
        return parse(bytes(line));
    }

    static ParseResult parse(byte[] line) {
        byte[] padded = new byte[line.length + 20];
        System.arraycopy(line, 0, padded, 7, line.length);
        return new LineReader().read(padded, 7, 7 + line.length);
    }
}
