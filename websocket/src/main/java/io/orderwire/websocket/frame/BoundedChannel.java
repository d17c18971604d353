package io.orderwire.websocket.frame;

import io.undertow.connector.ByteBufferPool;
import io.undertow.server.protocol.framed.FrameHeaderData;
import io.undertow.util.Headers;
import io.undertow.websockets.core.StreamSinkFrameChannel;
import io.undertow.websockets.core.WebSocketFrame;
import io.undertow.websockets.core.WebSocketFrameType;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.core.protocol.version13.WebSocket13Channel;
import io.undertow.websockets.extensions.ExtensionFunction;
import io.undertow.websockets.extensions.NoopExtensionFunction;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/**
 * Checks a frame by its header, before its payload arrives. Undertow accepts control frames without a mask, reads a 64-bit
 * length as a signed number, accepts any number of fragments in a message, and counts the bytes of a message only when they
 * arrive.
 */
public class BoundedChannel extends WebSocket13Channel {
    private static final int MOST_FRAGMENTS = 4_096;
    private static final int MASKED = 0x80;
    private static final int OPCODE = 0x0F;

    private final long messageBytes;
    private final Intake intake = new Intake(this);
    private int headerBytes;
    private int firstByte;
    private int fragments;
    private ByteBuffer nextHead = TextSink.NOTHING;

    /** @param extension the negotiated extension, or null */
    public BoundedChannel(
            WebSocketHttpExchange exchange,
            StreamConnection connection,
            ByteBufferPool pool,
            String url,
            @Nullable ExtensionFunction extension,
            long messageBytes) {
        super(
                connection,
                pool,
                url,
                exchange.getResponseHeader(Headers.SEC_WEB_SOCKET_PROTOCOL_STRING),
                false,
                extension != null,
                extension == null ? NoopExtensionFunction.INSTANCE : extension,
                exchange.getPeerConnections(),
                exchange.getOptions());
        this.messageBytes = messageBytes;
    }

    @Override
    protected @Nullable FrameHeaderData parseFrame(ByteBuffer data) throws IOException {
        int from = data.position();
        int second = from + 1 - headerBytes;
        if (second >= from && second < data.limit() && (data.get(second) & MASKED) == 0) {
            throw refuse(CloseCode.PROTOCOL, "a frame without a mask");
        }
        if (headerBytes == 0 && from < data.limit()) {
            firstByte = data.get(from);
        }
        FrameHeaderData header = super.parseFrame(data);
        headerBytes = header == null ? headerBytes + data.position() - from : 0;
        if (header instanceof WebSocketFrame frame) {
            fragments = frame.isFinalFragment() ? 0 : fragments + 1;
            if (header.getFrameLength() < 0) {
                throw refuse(CloseCode.PROTOCOL, "the length has its highest bit set");
            }
            if (header.getFrameLength() > messageBytes) {
                throw refuse(CloseCode.TOO_BIG, "longer than " + messageBytes + " bytes");
            }
            if (fragments > MOST_FRAGMENTS) {
                throw refuse(CloseCode.RATE, "more than " + MOST_FRAGMENTS + " fragments");
            }
            intake.frame(firstByte & OPCODE, header.getFrameLength());
        }
        return header;
    }

    /** Counts received messages. */
    Intake intake() {
        return intake;
    }

    /** Sets the first part of the next text message. On the I/O thread, like all methods that send texts. */
    void nextHead(ByteBuffer head) {
        nextHead = head;
    }

    @Override
    protected StreamSinkFrameChannel createStreamSinkChannel(WebSocketFrameType type) {
        return type == WebSocketFrameType.TEXT ? new TextSink(this, nextHead) : super.createStreamSinkChannel(type);
    }

    /** Closes with {@code code} and stops reading; returns the exception to throw. */
    protected final IOException refuse(CloseCode code, String why) {
        IOException failure = new IOException(why);
        WebSockets.sendClose(code.code(), why, this, null);
        markReadsBroken(failure);
        return failure;
    }
}
