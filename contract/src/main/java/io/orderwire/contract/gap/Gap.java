package io.orderwire.contract.gap;

import com.fasterxml.jackson.core.JsonGenerator;
import io.orderwire.contract.text.Json;
import io.orderwire.contract.topic.RecordVersion;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A contiguous loss, shed on purpose or unavoidable, exact to the event where that is possible; or blocks that the node did not
 * write, or wrote again. {@link GapReader} reads the JSON that {@link #toJson} writes.
 *
 * @param id names the loss; a gap that is completed later is written again under the same id
 * @param words the stage that lost the data, and why, in JSON
 * @param partition the partition that the loss is in, or null if it is in all
 * @param range the data lost, as far as known
 * @param events number of events lost; null until they are counted, and if the bytes vanished unread
 * @param bytes number of bytes lost, or null if unknown
 * @param times when the lost data was read or written
 */
public record Gap(
        String id,
        Words words,
        @Nullable Integer partition,
        Range range,
        @Nullable Long events,
        @Nullable Long bytes,
        Times times) {

    /** The stage that lost the data. */
    public enum Where {
        INGESTOR,
        PARSER,
        /** Kafka deleted the records before they were read. */
        RETENTION,
        /** The node did not write blocks, or wrote them again. */
        NODE,
        /** A gateway did not send orders to its clients. Such a gap is never in a topic. */
        GATEWAY,
        /** A stage of a later version. */
        UNKNOWN;

        private static final Map<String, Where> BY_WORD = words(values(), Where::word);

        /** The word in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Where of(String word) {
            return BY_WORD.getOrDefault(word, UNKNOWN);
        }
    }

    /** Why data was lost. */
    public enum Reason {
        /** Shed because the data was older than the limit of age. */
        AGE,
        /** Deleted by Kafka before it was read. */
        RETENTION,
        /** Bytes of a file that disappeared before they were read. */
        VANISHED,
        /** Blocks that are certainly missing in a by-block file. */
        MISSING_BLOCKS,
        /** Blocks that may be missing in a streaming file, to which the node writes nothing for a block without events. */
        POSSIBLY_MISSING_BLOCKS,
        /** Blocks that the node wrote again. */
        REWIND,
        /** Hour files that were created and deleted while no ingestor ran, or were never written. */
        MISSING_HOURS,
        /** A later version wrote the records, and the reader cannot read them. */
        VERSION,
        /** A reason of a later version. */
        UNKNOWN;

        private static final Map<String, Reason> BY_WORD = words(values(), Reason::word);

        /** The word in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Reason of(String word) {
            return BY_WORD.getOrDefault(word, UNKNOWN);
        }
    }

    /**
     * The words in JSON for {@link #where()} and {@link #reason()}. Unknown words of a later version are kept, so that a gap
     * can be written as it was read.
     *
     * @param where the stage that lost the data
     * @param reason why it was lost
     */
    public record Words(String where, String reason) {}

    /**
     * The lost data by sequence, position and block; both ends of a kind are null if they are unknown.
     *
     * @param fromSeq first sequence
     * @param toSeq last sequence, inclusive
     * @param fromPos position of the first byte
     * @param toPos position after the last byte
     * @param fromBlock first block number that is missing or written again
     * @param toBlock last such block number, inclusive
     */
    public record Range(
            @Nullable Long fromSeq,
            @Nullable Long toSeq,
            @Nullable String fromPos,
            @Nullable String toPos,
            @Nullable Long fromBlock,
            @Nullable Long toBlock) {}

    /**
     * When the lost data was read or written, epoch milliseconds.
     *
     * @param fromMs time of the first lost data
     * @param toMs time of the last lost data
     */
    public record Times(long fromMs, long toMs) {}

    /** Starts a gap of which only these values are known. */
    public static GapBuilder builder(String id, Where where, Reason reason) {
        return new GapBuilder(id, new Words(where.word(), reason.word()));
    }

    /** Starts a gap with the stage and the reason of this gap; everything else is unknown. */
    public GapBuilder withSameReason(String otherId) {
        return new GapBuilder(otherId, words);
    }

    /** The stage that lost the data. */
    public Where where() {
        return Where.of(words.where);
    }

    /** Why it was lost. */
    public Reason reason() {
        return Reason.of(words.reason);
    }

    /** First sequence lost, or null if the events did not have sequences yet. */
    public @Nullable Long fromSeq() {
        return range.fromSeq;
    }

    /** Last sequence lost, inclusive; null if the events did not have sequences yet. */
    public @Nullable Long toSeq() {
        return range.toSeq;
    }

    /** Position of the first byte lost, or null. */
    public @Nullable String fromPos() {
        return range.fromPos;
    }

    /** Position after the last byte lost, or null. */
    public @Nullable String toPos() {
        return range.toPos;
    }

    /** First block number that is missing or written again, or null. */
    public @Nullable Long fromBlock() {
        return range.fromBlock;
    }

    /** Last such block number, inclusive, or null. */
    public @Nullable Long toBlock() {
        return range.toBlock;
    }

    /** Time at which the first lost data was read or written, epoch milliseconds. */
    public long fromMs() {
        return times.fromMs;
    }

    /** Time at which the last lost data was read or written, epoch milliseconds. */
    public long toMs() {
        return times.toMs;
    }

    /** Whether the gap concerns that partition, because it names that partition or none. */
    public boolean concerns(int number) {
        return partition == null || partition == number;
    }

    /** The gap as JSON, in the shape of {@code hyperliquid.orders.gaps}. */
    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeStringField("where", words.where);
            json.writeStringField("reason", words.reason);
            number(json, "partition", partition == null ? null : partition.longValue());
            number(json, "fromSeq", fromSeq());
            number(json, "toSeq", toSeq());
            json.writeStringField("fromPos", fromPos());
            json.writeStringField("toPos", toPos());
            number(json, "fromBlock", fromBlock());
            number(json, "toBlock", toBlock());
            number(json, "events", events);
            number(json, "bytes", bytes);
            json.writeNumberField("fromMs", fromMs());
            json.writeNumberField("toMs", toMs());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void number(JsonGenerator json, String name, @Nullable Long value) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(String.valueOf(value));
    }

    /**
     * Reads a gap.
     *
     * @throws IllegalArgumentException naming the member, if it is not a gap
     */
    public static Gap parse(String text) {
        return GapReader.read(text);
    }

    /**
     * The gap that a marker record carries, or null if the record does not have exactly one such header in UTF-8.
     *
     * @throws IllegalArgumentException if the text of the header is not a gap, or a later version wrote the record
     */
    public static @Nullable Gap of(Headers headers) {
        RecordVersion.require(headers);
        String text = io.orderwire.contract.topic.Headers.text(headers, io.orderwire.contract.topic.Headers.GAP);
        return text == null ? null : parse(text);
    }

    private static <E> Map<String, E> words(E[] values, Function<E, String> word) {
        return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(word, Function.identity()));
    }
}
