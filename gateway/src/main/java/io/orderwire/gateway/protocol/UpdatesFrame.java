package io.orderwire.gateway.protocol;

import io.orderwire.gateway.match.OrderFields;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.session.Frame;
import io.orderwire.gateway.session.Loss;
import io.orderwire.websocket.transport.Message;
import java.util.ArrayList;
import java.util.List;

/** A frame of the public API's channel {@code orderUpdates}, or the notice of a loss in that channel. */
public final class UpdatesFrame implements Frame {
    private static final byte[] HEAD = MessageBuffer.utf8("{\"channel\":\"orderUpdates\",\"data\":[");
    private static final byte[] END = MessageBuffer.utf8("]}");
    private static final byte[] ORDER = MessageBuffer.utf8("{\"order\":{");
    private static final byte[] STATUS = MessageBuffer.utf8("},\"status\":");
    private static final byte[] STATUS_TIMESTAMP = MessageBuffer.utf8(",\"statusTimestamp\":");
    private static final byte[] USER = MessageBuffer.utf8(",\"user\":\"");
    private static final byte[] UPDATE_END = MessageBuffer.utf8("\"}");
    private static final List<byte[]> MEMBERS = names();

    /** Maximum bytes of an update that are not in the order, plus those around all updates. */
    private static final int MOST_ADDED = 256;

    private final Message message;
    private final int events;
    private final long dropped;
    private final boolean uncounted;

    private UpdatesFrame(byte[] text, int events, long dropped, boolean uncounted) {
        this.message = new Message(text);
        this.events = events;
        this.dropped = dropped;
        this.uncounted = uncounted;
    }

    private static List<byte[]> names() {
        List<byte[]> names = new ArrayList<>();
        OrderFields.ORDER_MEMBERS.forEach(name -> names.add(MessageBuffer.utf8("\"" + name + "\":")));
        return names;
    }

    /** Writes the updates of one user, one frame after another. Not thread-safe. */
    public static final class Encoder {
        private final MessageBuffer message = new MessageBuffer();
        private int events;

        /** Adds the update of a readable record, with its values copied as written. Adds nothing if that fails. */
        public void add(RecordView order) {
            int before = message.length();
            try {
                append(order);
                events++;
            } catch (RuntimeException | StackOverflowError e) {
                message.truncate(before);
                throw e;
            }
        }

        private void append(RecordView order) {
            if (events == 0) {
                message.append(HEAD);
            } else {
                message.append(',');
            }
            message.append(ORDER);
            OrderFields fields = order.fields();
            byte[] value = order.bytes();
            boolean first = true;
            for (int member = 0; member < MEMBERS.size(); member++) {
                boolean left =
                        fields.to(member) == fields.from(member) || member == OrderFields.CLOID && !fields.has(member);
                if (!left) {
                    if (!first) {
                        message.append(',');
                    }
                    first = false;
                    message.append(MEMBERS.get(member)).append(value, fields.from(member), fields.to(member));
                }
            }
            message.append(STATUS).append(value, fields.from(OrderFields.STATUS), fields.to(OrderFields.STATUS));
            message.append(STATUS_TIMESTAMP);
            appendTime(order, fields, value);
            message.append(USER).append(order.key()).append(UPDATE_END);
        }

        private void appendTime(RecordView order, OrderFields fields, byte[] value) {
            long ms = EventTime.epochMs(value, fields.from(OrderFields.TIME) + 1, fields.to(OrderFields.TIME) - 1);
            message.append(ms >= 0 ? ms : order.timestampMs());
        }

        /**
         * Whether the update of an order, which is hardly longer than the order, fits into a frame of {@code limit} bytes.
         */
        public boolean hasRoomFor(RecordView order, int limit) {
            return message.length() + order.length() + MOST_ADDED <= limit;
        }

        /** Updates that wait. */
        public int events() {
            return events;
        }

        /** Bytes that wait. */
        public int bytes() {
            return message.length();
        }

        /** The updates added since the last frame. */
        public UpdatesFrame take() {
            int taken = events;
            events = 0;
            return new UpdatesFrame(message.append(END).take(), taken, 0, false);
        }
    }

    /** Reports that an unknown number of a user's updates was lost upstream. */
    public static UpdatesFrame uncountedLoss(String user) {
        Loss loss = new Loss();
        loss.addUncounted();
        return new UpdatesFrame(notice(user, loss), 0, 0, true);
    }

    /** Reports that {@code dropped} updates of a user could not be sent to any subscriber. */
    public static UpdatesFrame loss(String user, long dropped) {
        Loss loss = new Loss();
        loss.addEvents(dropped);
        return new UpdatesFrame(notice(user, loss), 0, dropped, false);
    }

    /** Reports to a client how many of a user's updates it lost. */
    public static Message lossNotice(String user, Loss loss) {
        return new Message(notice(user, loss));
    }

    private static byte[] notice(String user, Loss loss) {
        MessageBuffer message = new MessageBuffer()
                .append("{\"channel\":\"dropped\",\"data\":{\"user\":")
                .appendString(user)
                .append(",\"dropped\":");
        if (loss.uncounted()) {
            message.append("null");
        } else {
            message.append(loss.events());
        }
        return message.append("}}").take();
    }

    @Override
    public Kind kind() {
        return Kind.DATA;
    }

    @Override
    public Message message() {
        return message;
    }

    @Override
    public Message messageAfter(Loss loss) {
        return message();
    }

    @Override
    public int lose(Loss loss) {
        loss.addEvents(dropped + events);
        if (uncounted) {
            loss.addUncounted();
        }
        return events;
    }
}
