package io.orderwire.websocket.deflate;

import io.orderwire.websocket.frame.BoundedChannel;
import io.orderwire.websocket.frame.CloseCode;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.protocol.framed.FrameHeaderData;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/**
 * A connection with permessage-deflate. Once there is an extension, Undertow lets any reserved bit through in any frame;
 * only RSV1 in the first frame of a message means anything.
 */
public final class DeflateChannel extends BoundedChannel {
    private static final int RSV = 0x70;
    private static final int RSV1 = 0x40;
    private static final int OPCODE = 0x0F;
    private static final int TEXT = 1;
    private static final int BINARY = 2;

    private boolean withinHeader;

    /** Accepts messages of a client of at most {@code messageBytes} bytes after inflation. */
    public DeflateChannel(
            WebSocketHttpExchange exchange,
            StreamConnection connection,
            ByteBufferPool pool,
            String url,
            int messageBytes) {
        super(exchange, connection, pool, url, new DeflateExtension(messageBytes), messageBytes);
    }

    @Override
    protected @Nullable FrameHeaderData parseFrame(ByteBuffer data) throws IOException {
        if (!withinHeader && data.hasRemaining()) {
            checkReserved(data.get(data.position()));
            withinHeader = true;
        }
        FrameHeaderData header = super.parseFrame(data);
        if (header != null) {
            withinHeader = false;
        }
        return header;
    }

    private void checkReserved(byte first) throws IOException {
        int rsv = first & RSV;
        int opcode = first & OPCODE;
        if (rsv == 0 || rsv == RSV1 && (opcode == TEXT || opcode == BINARY)) {
            return;
        }
        throw refuse(CloseCode.PROTOCOL, "reserved bits " + (rsv >> 4) + " in a frame of opcode " + opcode);
    }
}
