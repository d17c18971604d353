package io.orderwire.gateway.protocol;

import io.orderwire.gateway.session.Loss;
import io.orderwire.websocket.transport.Message;
import io.orderwire.websocket.transport.SharedText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a frame of the channel {@code orders} after the id, shared by all subscriptions that get the same orders. */
public final class OrdersBody {
    private static final byte[] ORDERS = MessageBuffer.utf8(",\"orders\":[");
    private static final byte[] CURSOR = MessageBuffer.utf8("],\"cursor\":\"");
    private static final byte[] DROPPED = MessageBuffer.utf8("\",\"dropped\":");
    private static final byte[] GAPS = MessageBuffer.utf8(",\"gaps\":[");
    private static final byte[] SERVER_TIME = MessageBuffer.utf8("],\"serverTime\":");
    private static final byte[] FILE_TIME = MessageBuffer.utf8(",\"fileTime\":");
    private static final byte[] END = MessageBuffer.utf8("}}");
    private static final int LONGEST_NUMBER = 20;

    /** Bytes of a body without orders, gaps and cursor, at most. */
    static final int OVERHEAD = ORDERS.length
            + CURSOR.length
            + DROPPED.length
            + GAPS.length
            + SERVER_TIME.length
            + FILE_TIME.length
            + END.length
            + 3 * LONGEST_NUMBER;

    private final SharedText text;
    private final int limit;
    private final int events;
    private final long dropped;
    private final List<byte[]> gaps;
    private final long serverTimeMs;
    private final byte[] cursor;
    private final int cursorTo;

    /**
     * The content of a frame.
     *
     * @param orders values of Kafka's records, which are sent unchanged; neither this list nor {@code gaps} may change
     *     afterwards
     * @param fileTimeMs when the newest of them was read from the file, epoch milliseconds
     * @param dropped number of matching orders before the first of them that could not be sent to any subscriber
     * @param gaps losses before the first of them, each a JSON object
     * @param cursor where the stream continues after the last of them
     * @param serverTimeMs epoch milliseconds
     * @param limit bytes of a message, which a copy that reports more losses does not exceed either
     */
    public record Content(
            List<byte[]> orders,
            long fileTimeMs,
            long dropped,
            List<byte[]> gaps,
            String cursor,
            long serverTimeMs,
            int limit) {}

    /** Makes a body that is encoded only when it is first sent. */
    public OrdersBody(Content content) {
        limit = content.limit;
        events = content.orders.size();
        dropped = content.dropped;
        gaps = content.gaps;
        serverTimeMs = content.serverTimeMs;
        cursor = MessageBuffer.utf8(content.cursor);
        cursorTo = ORDERS.length + joined(content.orders) + CURSOR.length + cursor.length;
        int length = gapsAt() + joined(gaps) + SERVER_TIME.length + MessageBuffer.digits(serverTimeMs) + END.length;
        if (events > 0) {
            length += FILE_TIME.length + MessageBuffer.digits(content.fileTimeMs);
        }
        int bytes = length;
        text = new SharedText(bytes, () -> write(content, bytes));
    }

    private int gapsAt() {
        return cursorTo + DROPPED.length + MessageBuffer.digits(dropped) + GAPS.length;
    }

    private byte[] write(Content content, int length) {
        MessageBuffer message = new MessageBuffer(length).append(ORDERS);
        join(message, content.orders);
        message.append(CURSOR).append(cursor).append(DROPPED).append(dropped).append(GAPS);
        join(message, gaps);
        message.append(SERVER_TIME).append(serverTimeMs);
        if (events > 0) {
            message.append(FILE_TIME).append(content.fileTimeMs);
        }
        return message.append(END).take();
    }

    /** Bytes that {@link #join} takes. */
    private static int joined(List<byte[]> parts) {
        int bytes = Math.max(0, parts.size() - 1);
        for (byte[] part : parts) {
            bytes += part.length;
        }
        return bytes;
    }

    private static void join(MessageBuffer message, List<byte[]> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                message.append(',');
            }
            message.append(parts.get(i));
        }
    }

    SharedText text() {
        return text;
    }

    /** Its bytes. */
    public int length() {
        return text.length();
    }

    int events() {
        return events;
    }

    /** Adds the content of this body to the loss of a client. */
    void lose(Loss loss) {
        loss.addEvents(dropped + events);
        gaps.forEach(loss::addGap);
        loss.endsAt(cursor);
    }

    /** Makes a message that also reports the client's earlier loss, as far as {@link #reportBefore} has not reported it. */
    Message after(byte[] head, Loss loss) {
        byte[] bytes = text.bytes();
        MessageBuffer copy = new MessageBuffer()
                .append(head)
                .append(bytes, 0, cursorTo)
                .append(DROPPED)
                .append(loss.events() + dropped)
                .append(GAPS);
        join(copy, loss.gaps());
        if (!loss.gaps().isEmpty() && !gaps.isEmpty()) {
            copy.append(',');
        }
        return new Message(copy.append(bytes, gapsAt(), bytes.length).take());
    }

    /**
     * Makes a message that reports as many lost gaps as fit, or returns null if {@link #after} can report all. Its cursor
     * is that of the last lost frame, so that a client which resumes from it gets the following frames.
     */
    @Nullable
    Message reportBefore(byte[] head, Loss loss) {
        int more = loss.gaps().stream().mapToInt(gap -> gap.length + 1).sum();
        if (more == 0 || head.length + length() + LONGEST_NUMBER + more <= limit) {
            return null;
        }
        byte[] end = loss.end();
        MessageBuffer report = new MessageBuffer()
                .append(head)
                .append(ORDERS)
                .append(CURSOR)
                .append(end)
                .append(DROPPED)
                .append(0)
                .append(GAPS);
        join(report, loss.takeGaps(limit - head.length - OVERHEAD - end.length));
        return new Message(
                report.append(SERVER_TIME).append(serverTimeMs).append(END).take());
    }
}
