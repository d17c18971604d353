package io.orderwire.websocket.transport;

import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.Buffers;

/**
 * Answers pings with at most one pong in flight. Until it is sent, only the latest ping is remembered, as RFC 6455, 5.5.3
 * allows. Undertow would queue a pong, and a buffer of its pool, for each ping of a client that does not read. On the I/O
 * thread.
 */
final class Pongs {
    private final WebSocketChannel channel;
    private @Nullable ByteBuffer next;
    private boolean sending;

    Pongs(WebSocketChannel channel) {
        this.channel = channel;
    }

    void answer(BufferedBinaryMessage ping) {
        var data = ping.getData();
        try {
            ByteBuffer payload = ByteBuffer.allocate((int) Buffers.remaining(data.getResource()));
            for (ByteBuffer part : data.getResource()) {
                payload.put(part);
            }
            next = payload.flip();
        } finally {
            data.free();
        }
        send();
    }

    private void send() {
        ByteBuffer payload = next;
        if (payload != null && !sending) {
            next = null;
            sending = true;
            WebSockets.sendPong(payload, channel, new UndertowTransport.Send(this::sent));
        }
    }

    private void sent() {
        sending = false;
        send();
    }
}
