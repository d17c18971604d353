package io.orderwire.testing.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.gap.Gap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed frame of the channel {@code orders}, with the bytes of its orders unchanged.
 *
 * @param id the subscription's
 * @param orders each as the server wrote it, UTF-8
 * @param cursor position after the frame
 * @param dropped matching events lost just before the first order
 * @param gaps losses whose number of matching orders cannot be known
 */
public record OrdersFrame(String id, List<byte[]> orders, String cursor, long dropped, List<Gap> gaps) {
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads a message.
     *
     * @return null if the message belongs to another channel
     * @throws IllegalArgumentException if it is not a message of the protocol
     */
    public static @Nullable OrdersFrame parse(String message) {
        if (!message.startsWith("{\"channel\":\"orders\"")) {
            return null;
        }
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        try (JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            OrdersFrame frame = null;
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                if (name.equals("data")) {
                    frame = data(json, bytes);
                } else {
                    json.skipChildren();
                }
            }
            if (frame == null) {
                throw new IllegalArgumentException("no data: " + message);
            }
            return frame;
        } catch (IOException e) {
            throw new IllegalArgumentException(message, e);
        }
    }

    private static OrdersFrame data(JsonParser json, byte[] bytes) throws IOException {
        String id = "";
        List<byte[]> orders = new ArrayList<>();
        String cursor = "";
        long dropped = 0;
        List<Gap> gaps = new ArrayList<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "id" -> id = json.getText();
                case "orders" -> objects(json, bytes, orders);
                case "cursor" -> cursor = json.getText();
                case "dropped" -> dropped = json.getLongValue();
                case "gaps" -> {
                    List<byte[]> found = new ArrayList<>();
                    objects(json, bytes, found);
                    found.forEach(gap -> gaps.add(Gap.parse(new String(gap, StandardCharsets.UTF_8))));
                }
                default -> json.skipChildren();
            }
        }
        return new OrdersFrame(id, orders, cursor, dropped, gaps);
    }

    private static void objects(JsonParser json, byte[] bytes, List<byte[]> into) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            int from = (int) json.currentTokenLocation().getByteOffset();
            json.skipChildren();
            into.add(
                    Arrays.copyOfRange(bytes, from, (int) json.currentLocation().getByteOffset()));
        }
    }
}
