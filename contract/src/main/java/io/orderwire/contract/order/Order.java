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
 * @param place position of the event in the node's files, and its sequence in its partition
 * @param user address in lower case
 * @param coin as the node writes it
 * @param status as the node writes it; an open set
 * @param oid the order's id, null if it does not fit into a long
 * @param block the block of the event; all its components are null in plain mode
 * @param event the node's own object in UTF-8, byte for byte
 */
@SuppressWarnings("ArrayRecordComponent") // a record of Kafka's value, read and never compared
public record Order(
        Place place,
        String user,
        String coin,
        String status,
        @Nullable Long oid,
        Block block,
        byte[] event) {
    /**
     * Position and sequence of the event.
     *
     * @param pos position of the event in the node's files
     * @param partition the partition whose events {@code seq} counts
     * @param seq sequence of the event in its partition, from 1; a missing sequence is in the topic of dead letters or
     *     in a gap
     */
    public record Place(Position pos, int partition, long seq) {}

    /**
     * The block of the event, as its envelope names it.
     *
     * @param number null in plain mode
     * @param index the event's place in its block, from 0; null in plain mode and if it is unknown. The block's number
     *     and this index identify the event on every node
     * @param time UTC without zone suffix, null in plain mode
     * @param localTime time by the node's wall clock, UTC without zone suffix, null in plain mode
     */
    public record Block(
            @Nullable Long number,
            @Nullable Integer index,
            @Nullable String time,
            @Nullable String localTime) {}

    /** Position of the event in the node's files. */
    public Position pos() {
        return place.pos();
    }

    /** The partition whose events {@link #seq()} counts. */
    public int partition() {
        return place.partition();
    }

    /** Sequence of the event in its partition, from 1; a missing sequence is in the topic of dead letters or in a gap. */
    public long seq() {
        return place.seq();
    }

    /** Number of the block, null in plain mode. */
    public @Nullable Long blockNumber() {
        return block.number();
    }

    /** The event's place in its block, from 0; null in plain mode and if it is unknown. */
    public @Nullable Integer blockIndex() {
        return block.index();
    }

    /** Time of the block, UTC without zone suffix, null in plain mode. */
    public @Nullable String blockTime() {
        return block.time();
    }

    /** Time by the node's wall clock, UTC without zone suffix, null in plain mode. */
    public @Nullable String localTime() {
        return block.localTime();
    }

    /**
     * Parses a record's value.
     *
     * @throws IllegalArgumentException if the value is not an order
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
                new Place(Position.parse(reader.pos()), reader.partition(), reader.seq()),
                reader.user(),
                reader.coin(),
                reader.status(),
                reader.oid(),
                new Block(blockNumber, blockIndex, blockTime, localTime),
                Arrays.copyOfRange(value, reader.eventFrom(), reader.eventTo()));
    }
}
