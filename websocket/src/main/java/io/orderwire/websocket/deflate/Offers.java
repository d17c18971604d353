package io.orderwire.websocket.deflate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses among a client's offers (RFC 7692, section 7.1): the first one that allows compressing each message without
 * context, and with the window of 32 KiB that Java's deflater always uses.
 */
public final class Offers {
    private static final String EXTENSION = "permessage-deflate";
    private static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
    private static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
    private static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
    private static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";
    private static final String FULL_WINDOW = "15";
    private static final Set<String> WINDOWS = Set.of("8", "9", "10", "11", "12", "13", "14", FULL_WINDOW);

    private Offers() {}

    /**
     * Returns the answer to the {@code Sec-WebSocket-Extensions} headers of a handshake; empty if no offer is acceptable.
     */
    public static Optional<String> answer(List<String> headers) {
        for (String offer : split(String.join(",", headers), ',')) {
            Optional<String> answer = answer(offer);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> answer(String offer) {
        List<String> parts = split(offer, ';');
        if (!parts.get(0).equals(EXTENSION)) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        Set<String> flags = new HashSet<>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals).strip();
            boolean first = equals < 0
                    ? flags.add(name)
                    : parameters.put(name, unquoted(part.substring(equals + 1).strip())) == null;
            if (!first || flags.contains(name) && parameters.containsKey(name)) {
                return Optional.empty();
            }
        }
        if (!allowed(flags, parameters)) {
            return Optional.empty();
        }
        String answer = EXTENSION + "; " + SERVER_NO_CONTEXT_TAKEOVER + "; " + CLIENT_NO_CONTEXT_TAKEOVER;
        // A limit of the server's window has to be confirmed, even if it equals the window that the server uses anyway.
        boolean limited = parameters.containsKey(SERVER_MAX_WINDOW_BITS);
        return Optional.of(limited ? answer + "; " + SERVER_MAX_WINDOW_BITS + "=" + FULL_WINDOW : answer);
    }

    private static boolean allowed(Set<String> flags, Map<String, String> parameters) {
        return Set.of(SERVER_NO_CONTEXT_TAKEOVER, CLIENT_NO_CONTEXT_TAKEOVER, CLIENT_MAX_WINDOW_BITS)
                        .containsAll(flags)
                && Set.of(SERVER_MAX_WINDOW_BITS, CLIENT_MAX_WINDOW_BITS).containsAll(parameters.keySet())
                && parameters.getOrDefault(SERVER_MAX_WINDOW_BITS, FULL_WINDOW).equals(FULL_WINDOW)
                && WINDOWS.contains(parameters.getOrDefault(CLIENT_MAX_WINDOW_BITS, FULL_WINDOW));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** Splits a text at separators that are not quoted. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(text.substring(from).strip());
        return parts;
    }
}
