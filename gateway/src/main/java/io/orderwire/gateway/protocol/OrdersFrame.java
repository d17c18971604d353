package io.orderwire.gateway.protocol;

import io.orderwire.gateway.session.Frame;
import io.orderwire.gateway.session.Loss;
import io.orderwire.websocket.transport.Message;
import org.jspecify.annotations.Nullable;

/**
 * A frame of the channel {@code orders}: the id of the subscription, and the shared body. The body reports losses of all
 * subscribers; for a slow client that lost more, a copy is made that reports this too.
 */
public final class OrdersFrame implements Frame {
    private static final byte[] HEAD = MessageBuffer.utf8("{\"channel\":\"orders\",\"data\":{\"id\":");

    private final byte[] head;
    private final OrdersBody body;
    private final Message message;

    /** A frame that begins with a {@link #head}. */
    public OrdersFrame(byte[] head, OrdersBody body) {
        this.head = head;
        this.body = body;
        this.message = new Message(head, body.text());
    }

    /** The first bytes of each frame of a subscription. */
    public static byte[] head(String id) {
        return new MessageBuffer().append(HEAD).appendString(id).take();
    }

    /** Maximum bytes of a frame without its orders and gaps; the comma after each of them counts as a part of it. */
    public static int overhead(int headBytes, int cursorBytes) {
        return headBytes + OrdersBody.OVERHEAD + cursorBytes;
    }

    @Override
    public Kind kind() {
        return Kind.DATA;
    }

    /** Orders in it. */
    public int events() {
        return body.events();
    }

    @Override
    public Message message() {
        return message;
    }

    @Override
    public @Nullable Message reportBefore(Loss loss) {
        return body.reportBefore(head, loss);
    }

    @Override
    public Message messageAfter(Loss loss) {
        return body.after(head, loss);
    }

    @Override
    public int lose(Loss loss) {
        body.lose(loss);
        return body.events();
    }
}
