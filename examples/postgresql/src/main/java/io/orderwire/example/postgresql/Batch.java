package io.orderwire.example.postgresql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.order.Order;
import io.orderwire.contract.text.Utf8;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.RecordVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The rows of one poll: each record becomes one row of exactly one table. Not thread-safe. */
final class Batch {
    static final String ORDER_COLUMNS =
            "order_event (partition, record_offset, seq, pos, event_time, user_address, coin,"
                    + " status, oid, side, limit_px, sz, orig_sz, cloid, block_number, block_index, block_time, local_time, read_at,"
                    + " replay, event)";
    static final String GAP_COLUMNS = "gap (partition, record_offset, id, stage, reason, from_seq, to_seq, from_pos,"
            + " to_pos, from_block, to_block, events, bytes, from_time, to_time)";
    static final String UNREAD_COLUMNS =
            "unread_record (partition, record_offset, record_time, record_key, record_value, headers, reason)";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Plain decimals that PostgreSQL's numeric holds exactly. */
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?");

    /** The node's times: UTC without a zone, up to nine digits of a second's fraction. */
    private static final Pattern TIME =
            Pattern.compile("[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?");

    /** The last millisecond of the year 9999. */
    private static final long LATEST_MS = 253_402_300_799_999L;

    private static final int MOST_OF_A_REASON = 500;

    private final CopyText orders = new CopyText();
    private final CopyText gaps = new CopyText();
    private final CopyText unread = new CopyText();

    CopyText orders() {
        return orders;
    }

    CopyText gaps() {
        return gaps;
    }

    CopyText unread() {
        return unread;
    }

    /** The number of rows in all tables. */
    int rows() {
        return orders.rows() + gaps.rows() + unread.rows();
    }

    /** The length of the text of all rows, characters. */
    int length() {
        return orders.length() + gaps.length() + unread.length();
    }

    /**
     * Adds a record. A record that this version cannot read, or that does not fit a table, is added to {@link
     * #unread()} unchanged.
     */
    void add(ConsumerRecord<byte[], byte @Nullable []> record) {
        byte[] value = record.value();
        try {
            RecordVersion.require(record.headers());
            if (value == null) {
                addGap(record);
            } else {
                addOrder(record, value);
            }
        } catch (IllegalArgumentException | IOException e) {
            orders.dropRow();
            gaps.dropRow();
            addUnread(record, String.valueOf(e.getMessage()));
        }
    }

    private void addOrder(ConsumerRecord<byte[], byte @Nullable []> record, byte[] value) throws IOException {
        Order order = Order.parse(value);
        if (order.partition() != record.partition()) {
            throw new IllegalArgumentException(
                    "the order's partition is " + order.partition() + ": must be " + record.partition());
        }
        byte[] event = order.event();
        if (!Utf8.isValid(event, 0, event.length)) {
            throw new IllegalArgumentException("the event is not UTF-8");
        }
        JsonNode members = JSON.readTree(event);
        JsonNode details = members.path("order");
        orders.add(record.partition()).add(record.offset());
        orders.add(order.seq()).add(order.pos());
        orders.add(time(text(members, "time")))
                .add(order.user())
                .add(order.coin())
                .add(order.status());
        orders.add(order.oid()).add(text(details, "side"));
        orders.add(decimal(details, "limitPx")).add(decimal(details, "sz")).add(decimal(details, "origSz"));
        orders.add(text(details, "cloid"));
        orders.add(order.blockNumber()).add(order.blockIndex());
        orders.add(time(order.blockTime())).add(time(order.localTime()));
        orders.add(recordTime(record));
        orders.add(Headers.bytes(record.headers(), Headers.REPLAY) != null);
        orders.add(new String(event, StandardCharsets.UTF_8));
        orders.endRow();
    }

    private void addGap(ConsumerRecord<byte[], byte @Nullable []> record) {
        Gap gap = Gap.of(record.headers());
        if (gap == null) {
            throw new IllegalArgumentException("the record has neither a value nor the header " + Headers.GAP);
        }
        gaps.add(record.partition()).add(record.offset()).add(gap.id());
        gaps.add(gap.words().where()).add(gap.words().reason());
        gaps.add(gap.fromSeq()).add(gap.toSeq()).add(gap.fromPos()).add(gap.toPos());
        gaps.add(gap.fromBlock()).add(gap.toBlock()).add(gap.events()).add(gap.bytes());
        gaps.add(instant(gap.fromMs())).add(instant(gap.toMs()));
        gaps.endRow();
    }

    private void addUnread(ConsumerRecord<byte[], byte @Nullable []> record, String reason) {
        unread.add(record.partition()).add(record.offset()).add(recordTime(record));
        unread.add(record.key()).add(record.value());
        ArrayNode headers = JSON.createArrayNode();
        for (Header header : record.headers()) {
            byte[] value = header.value();
            headers.addArray()
                    .add(header.key())
                    .add(value == null ? null : HexFormat.of().formatHex(value));
        }
        // The message of an exception may quote the record, which may contain any characters.
        String printable = reason.replaceAll("[^ -~]", "?");
        unread.add(headers).add(printable.substring(0, Math.min(printable.length(), MOST_OF_A_REASON)));
        unread.endRow();
    }

    private static @Nullable String text(JsonNode members, String name) {
        JsonNode value = members.path(name);
        return value.isTextual() ? value.textValue() : null;
    }

    private static @Nullable String decimal(JsonNode members, String name) {
        String text = text(members, name);
        return text != null && DECIMAL.matcher(text).matches() ? text : null;
    }

    private static @Nullable Instant time(@Nullable String text) {
        if (text == null || !TIME.matcher(text).matches()) {
            return null;
        }
        try {
            return LocalDateTime.parse(text).truncatedTo(ChronoUnit.MICROS).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException expected) {
            return null;
        }
    }

    /**
     * Kafka accepts every timestamp in the past, and -1 stands for none, so the time is limited to the years 1970 to
     * 9999.
     */
    private static Instant recordTime(ConsumerRecord<byte[], byte @Nullable []> record) {
        return Instant.ofEpochMilli(Math.max(0, Math.min(record.timestamp(), LATEST_MS)));
    }

    private static Instant instant(long epochMs) {
        Instant time = Instant.ofEpochMilli(epochMs);
        int year = time.atOffset(ZoneOffset.UTC).getYear();
        if (year < 1 || year > 9999) {
            throw new IllegalArgumentException("the year of a gap's time is " + year + ": must be from 1 to 9999");
        }
        return time;
    }
}
