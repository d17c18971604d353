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

/** Passes on what one connection receives, in bounds. On its I/O thread. */
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

    /** Pings count as messages; Undertow's own bound of 300 a minute, with a code of its own, is not the configured one. */
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

    /** Answers a code that nobody may send before Undertow would echo it: it takes all above the highest for sound. */
    @Override
    protected void onCloseMessage(CloseMessage close, WebSocketChannel channel) {
        if (close.getCode() > HIGHEST_CODE && !channel.isCloseFrameSent()) {
            WebSockets.sendClose(CloseCode.PROTOCOL.code(), "no such code", channel, null);
            closed.accept(CloseCode.PROTOCOL.code());
        }
        receiver.closed();
    }

    /**
     * When the WebSocket layer has sent a close frame of its own, for a message too long or against the protocol, the
     * client gets time to read it: to end the connection now would take it back. Whatever else is wrong ends it now.
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
