package io.orderwire.websocket.frame;

import io.undertow.server.protocol.framed.SendFrameHeader;
import io.undertow.util.ImmediatePooledByteBuffer;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSocketFrameType;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.core.protocol.version07.WebSocket07FrameSinkChannel;
import java.nio.ByteBuffer;

/**
 * A text message of two parts in one frame. Undertow sends one buffer after a frame's header: the first part is sent as
 * the end of that header, so that the second one, which many connections share, is not copied.
 */
public final class TextSink extends WebSocket07FrameSinkChannel {
    static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private static final int LONGEST_HEADER = 10;
    private static final int FINAL = 0x80;
    private static final int RSV_SHIFT = 4;
    private static final int TEXT = 1;
    private static final int MOST_IN_7_BITS = 125;
    private static final int IN_16_BITS = 126;
    private static final int IN_64_BITS = 127;
    private static final int MOST_IN_16_BITS = 65_535;

    private final ByteBuffer head;

    TextSink(BoundedChannel channel, ByteBuffer head) {
        super(channel, WebSocketFrameType.TEXT);
        this.head = head;
    }

    /** Sends a text message. On the I/O thread. */
    public static void send(
            WebSocketChannel channel, ByteBuffer head, ByteBuffer rest, WebSocketCallback<Void> callback) {
        BoundedChannel bounded = (BoundedChannel) channel;
        bounded.nextHead(head);
        try {
            WebSockets.sendText(rest, channel, callback);
        } finally {
            bounded.nextHead(NOTHING);
        }
    }

    @Override
    public boolean isFragmentationSupported() {
        return true;
    }

    @Override
    public boolean areExtensionsSupported() {
        return true;
    }

    @Override
    protected SendFrameHeader createFrameHeader() {
        if (!head.hasRemaining()) {
            return super.createFrameHeader();
        }
        int length = head.remaining() + getBuffer().remaining();
        ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER + head.remaining());
        header.put((byte) (FINAL | getRsv() << RSV_SHIFT | TEXT));
        if (length <= MOST_IN_7_BITS) {
            header.put((byte) length);
        } else if (length <= MOST_IN_16_BITS) {
            header.put((byte) IN_16_BITS).putShort((short) length);
        } else {
            header.put((byte) IN_64_BITS).putLong(length);
        }
        header.put(head.duplicate()).flip();
        return new SendFrameHeader(new ImmediatePooledByteBuffer(header));
    }
}
