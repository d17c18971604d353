package io.orderwire.websocket.transport;

import io.orderwire.websocket.frame.CloseCode;
import io.orderwire.websocket.frame.Intake;
import io.orderwire.websocket.frame.ReceiveLimit;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.util.function.IntConsumer;
import org.xnio.IoUtils;

/** Passes on the messages of one connection, within limits. On its I/O thread. */
final class ReceiveListener extends AbstractReceiveListener {
    private static final int HIGHEST_CODE = 4_999;

    private final Receiver receiver;
    private final ReceiveLimit limit;
    private final Pongs pongs;
    private final int messageBytes;
    private final IntConsumer closed;
    private boolean over;

    ReceiveListener(Receiver receiver, ReceiveLimit limit, Pongs pongs, int messageBytes, IntConsumer closed) {
        this.receiver = receiver;
        this.limit = limit;
        this.pongs = pongs;
        this.messageBytes = messageBytes;
        this.closed = closed;
    }

    @Override
    protected long getMaxTextBufferSize() {
        return messageBytes;
    }

    @Override
    protected long getMaxBinaryBufferSize() {
        return messageBytes;
    }

    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
        receiver.attempt(() -> {
            if (!receiver.isEnding()) {
                receiver.text(message.getData());
            }
        });
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) throws IOException {
        super.onFullBinaryMessage(channel, message);
        receiver.binary();
    }

    /** Pings count as messages. Undertow's own limit of 300 pings a minute, with its own close code, is disabled. */
    @Override
    protected void countPing(WebSocketChannel channel) {}

    @Override
    protected void onFullPingMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
        receiver.attempt(() -> {
            if (receiver.isEnding()) {
                message.getData().free();
            } else {
                pongs.answer(message);
            }
        });
    }

    @Override
    protected void onFullPongMessage(WebSocketChannel channel, BufferedBinaryMessage message) throws IOException {
        super.onFullPongMessage(channel, message);
        receiver.attempt(() -> {
            if (!receiver.pong() && !limit.admit(1)) {
                Intake.of(channel).stop();
            }
        });
    }

    /**
     * Answers an invalid close code before Undertow would echo it: Undertow accepts all codes above the highest valid one.
     */
    @Override
    protected void onCloseMessage(CloseMessage close, WebSocketChannel channel) {
        if (close.getCode() > HIGHEST_CODE && !channel.isCloseFrameSent()) {
            WebSockets.sendClose(CloseCode.PROTOCOL.code(), "no such code", channel, null);
            closed.accept(CloseCode.PROTOCOL.code());
        }
        receiver.closed();
    }

    /**
     * After the WebSocket layer has sent a close frame, for a message that is too long or violates the protocol, the client
     * gets time to read it: ending the connection at once could discard the frame. Any other error ends the connection at
     * once.
     */
    @Override
    protected void onError(WebSocketChannel channel, Throwable error) {
        if (channel.isCloseFrameSent()) {
            if (!over) {
                over = true;
                closed.accept(channel.getCloseCode());
            }
            receiver.closed();
        } else {
            IoUtils.safeClose(channel);
        }
    }
}
