package io.orderwire.gateway.protocol;

import io.orderwire.gateway.client.Frame;
import io.orderwire.gateway.client.Loss;
import io.orderwire.gateway.client.Message;
import java.util.List;

/**
 * A frame of the channel {@code orders}. It says what everybody has lost before it; for a client that lost more for being
 * slow, a copy is made that says so.
 */
public final class OrdersFrame implements Frame {
    private static final byte[] HEAD = MessageBuffer.utf8("{\"channel\":\"orders\",\"data\":{\"id\":");
    private static final byte[] ORDERS = MessageBuffer.utf8(",\"orders\":[");
    private static final byte[] CURSOR = MessageBuffer.utf8("],\"cursor\":\"");
    private static final byte[] DROPPED = MessageBuffer.utf8("\",\"dropped\":");
    private static final byte[] GAPS = MessageBuffer.utf8(",\"gaps\":[");
    private static final byte[] SERVER_TIME = MessageBuffer.utf8("],\"serverTime\":");
    private static final byte[] END = MessageBuffer.utf8("}}");

    private final byte[] text;
    private final Message message;
    private final int droppedAt;
    private final int droppedTo;
    private final long dropped;
    private final int gapsAt;
    private final int events;
    private final List<byte[]> gaps;

    private OrdersFrame(
            byte[] text, int droppedAt, int droppedTo, long dropped, int gapsAt, int events, List<byte[]> gaps) {
        this.text = text;
        this.message = new Message(text);
        this.droppedAt = droppedAt;
        this.droppedTo = droppedTo;
        this.dropped = dropped;
        this.gapsAt = gapsAt;
        this.events = events;
        this.gaps = gaps;
    }

    /** Writes frames, one after another. Not thread-safe. */
    public static final class Encoder {
        private final MessageBuffer message = new MessageBuffer();

        /**
         * A frame.
         *
         * @param id of the subscription, as a JSON string
         * @param orders values of Kafka's records, copied untouched
         * @param dropped how many that match could be sent to nobody, just before the first of them
         * @param gaps what was lost before the first of them, each a JSON object
         * @param cursor where the stream goes on after the last of them
         * @param serverTimeMs epoch milliseconds
         */
        public OrdersFrame encode(
                byte[] id, List<byte[]> orders, long dropped, List<byte[]> gaps, String cursor, long serverTimeMs) {
            message.append(HEAD).append(id).append(ORDERS);
            join(message, orders);
            message.append(CURSOR).append(cursor).append(DROPPED);
            int droppedAt = message.length();
            message.append(dropped);
            int droppedTo = message.length();
            message.append(GAPS);
            int gapsAt = message.length();
            join(message, gaps);
            message.append(SERVER_TIME).append(serverTimeMs).append(END);
            return new OrdersFrame(
                    message.take(), droppedAt, droppedTo, dropped, gapsAt, orders.size(), List.copyOf(gaps));
        }
    }

    /** The id of a subscription as it stands in its frames. */
    public static byte[] id(String id) {
        return new MessageBuffer().appendString(id).take();
    }

    private static void join(MessageBuffer message, List<byte[]> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                message.append(',');
            }
            message.append(parts.get(i));
        }
    }

    @Override
    public Kind kind() {
        return Kind.DATA;
    }

    @Override
    public int bytes() {
        return text.length;
    }

    /** Orders in it. */
    public int events() {
        return events;
    }

    @Override
    public Message message() {
        return message;
    }

    @Override
    public Message messageAfter(Loss loss) {
        MessageBuffer copy = new MessageBuffer()
                .append(text, 0, droppedAt)
                .append(loss.events() + dropped)
                .append(text, droppedTo, gapsAt);
        join(copy, loss.gaps());
        if (!loss.gaps().isEmpty() && !gaps.isEmpty()) {
            copy.append(',');
        }
        return new Message(copy.append(text, gapsAt, text.length).take());
    }

    @Override
    public int lose(Loss loss) {
        loss.addEvents(dropped + events);
        gaps.forEach(loss::addGap);
        return events;
    }
}
