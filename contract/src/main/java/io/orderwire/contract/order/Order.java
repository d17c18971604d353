package io.orderwire.contract.order;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.text.Json;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One record of {@code hyperliquid.orders}, for Java consumers.
 *
 * @param pos place of the event in the node's files
 * @param partition the partition whose events {@code seq} counts
 * @param seq from 1; a missing number is a dead letter or a loss, and the topics of both name it
 * @param user address in lower case
 * @param coin as the node writes it
 * @param status as the node writes it; an open set
 * @param oid the order's id, or -1 if it is not a long
 * @param blockNumber null in plain mode
 * @param blockIndex the event's place in its block, from 0; null in plain mode and where it is not known. Together with the
 *     number of the block it names the event on every node
 * @param blockTime UTC without zone suffix, null in plain mode
 * @param localTime the node's wall clock, likewise
 * @param event the node's own object, its bytes untouched, UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // a record of Kafka's value, read and never compared
public record Order(
        Position pos,
        int partition,
        long seq,
        String user,
        String coin,
        String status,
        long oid,
        @Nullable Long blockNumber,
        @Nullable Integer blockIndex,
        @Nullable String blockTime,
        @Nullable String localTime,
        byte[] event) {

    /**
     * Reads a record's value.
     *
     * @throws IllegalArgumentException if it is not an order
     */
    public static Order parse(byte[] value) {
        OrderReader reader = new OrderReader();
        if (!reader.read(value)) {
            throw new IllegalArgumentException("not an order: " + value.length + " bytes");
        }
        Long blockNumber = null;
        Integer blockIndex = null;
        String blockTime = null;
        String localTime = null;
        try (JsonParser json = Json.FACTORY.createParser(value)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                switch (name) {
                    case "block_number" ->
                        blockNumber = token == JsonToken.VALUE_NUMBER_INT ? (Long) json.getLongValue() : null;
                    case "block_index" ->
                        blockIndex = token == JsonToken.VALUE_NUMBER_INT ? (Integer) json.getIntValue() : null;
                    case "block_time" -> blockTime = json.getValueAsString();
                    case "local_time" -> localTime = json.getValueAsString();
                    default -> json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not an order: " + e.getMessage(), e);
        }
        return new Order(
                Position.parse(reader.pos()),
                reader.partition(),
                reader.seq(),
                reader.user(),
                reader.coin(),
                reader.status(),
                reader.oid(),
                blockNumber,
                blockIndex,
                blockTime,
                localTime,
                Arrays.copyOfRange(value, reader.eventFrom(), reader.eventTo()));
    }
}
