package io.orderwire.testing.guarantees;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.orderwire.contract.position.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * An order as a consumer or a client got it, read without the product's code.
 *
 * @param pos member {@code pos}
 * @param partition member {@code part}
 * @param seq member {@code seq}
 * @param user the event's own {@code user}, in lower case
 * @param event the bytes of member {@code event}
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by the checkers through a hash, never by equals.
public record ReceivedOrder(Position pos, int partition, long seq, String user, byte[] event) {
    /** Allows numbers and strings as long as an event, so that no value of a node is refused for its length. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /**
     * Reads a record of the topic of orders.
     *
     * @throws AssertionError if the value is not an order, or the key or partition does not fit the order
     */
    public static ReceivedOrder of(ConsumerRecord<byte[], byte[]> record) {
        String where = record.topic() + "-" + record.partition() + " offset " + record.offset();
        if (record.value() == null || record.key() == null) {
            throw new AssertionError("an order without " + (record.key() == null ? "key" : "value") + " at " + where);
        }
        ReceivedOrder order = parse(record.value());
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (!key.equals(order.user) || record.partition() != order.partition) {
            throw new AssertionError(
                    "at " + where + " stands, with key " + key + ", the order of another: " + order.describe());
        }
        return order;
    }

    /**
     * Reads an order from its JSON, as in a record's value or in a client's frame.
     *
     * @throws AssertionError if it is not an order
     */
    public static ReceivedOrder parse(byte[] json) {
        Fields fields = new Fields();
        // In Latin-1 a character is a byte, so that Jackson's offsets are offsets in the value.
        try (JsonParser parser = JSON.createParser(new String(json, StandardCharsets.ISO_8859_1))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new AssertionError("not an order: " + new String(json, StandardCharsets.UTF_8));
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                fields.member(parser, json);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new AssertionError("not an order: " + new String(json, StandardCharsets.UTF_8), e);
        }
        return fields.order(json);
    }

    /** The order's place, for messages. */
    String describe() {
        return pos + " (partition " + partition + ", seq " + seq + ", user " + user + ")";
    }

    private static final class Fields {
        private @Nullable Position pos;
        private int partition = -1;
        private long seq = -1;
        private @Nullable String user;
        private byte @Nullable [] event;

        void member(JsonParser parser, byte[] json) throws IOException {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "pos" -> pos = Position.parse(parser.getText());
                case "part" -> partition = parser.getIntValue();
                case "seq" -> seq = parser.getLongValue();
                case "event" -> event(parser, value, json);
                default -> parser.skipChildren();
            }
        }

        private void event(JsonParser parser, JsonToken value, byte[] json) throws IOException {
            if (value != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            int from = (int) parser.currentTokenLocation().getCharOffset();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean isUser = parser.currentName().equals("user");
                parser.nextToken();
                if (isUser) {
                    user = parser.getText().toLowerCase(Locale.ROOT);
                }
                parser.skipChildren();
            }
            event = Arrays.copyOfRange(
                    json, from, (int) parser.currentLocation().getCharOffset());
        }

        ReceivedOrder order(byte[] json) {
            if (pos == null || partition < 0 || seq < 0 || user == null || event == null) {
                throw new AssertionError("not an order: " + new String(json, StandardCharsets.UTF_8));
            }
            return new ReceivedOrder(pos, partition, seq, user, event);
        }
    }
}
