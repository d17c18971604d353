package io.orderwire.gateway.http;

import io.orderwire.gateway.hub.Hub;
import io.orderwire.gateway.protocol.Answers;
import io.orderwire.gateway.protocol.Request;
import io.orderwire.gateway.protocol.RequestReader;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.MessageLimit;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.websocket.frame.CloseCode;
import io.orderwire.websocket.frame.Intake;
import io.orderwire.websocket.transport.Pongs;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import org.xnio.IoUtils;

/** What one client sends, in bounds. On its I/O thread. */
final class ClientListener extends AbstractReceiveListener {
    private static final int HIGHEST_CODE = 4_999;

    private final Client client;
    private final MessageLimit limit;
    private final Pongs pongs;
    private final Hub fanout;
    private final RequestReader requests;
    private final GatewayMetrics metrics;
    private boolean over;

    ClientListener(
            Client client,
            MessageLimit limit,
            Pongs pongs,
            Hub fanout,
            RequestReader requests,
            GatewayMetrics metrics) {
        this.client = client;
        this.limit = limit;
        this.pongs = pongs;
        this.fanout = fanout;
        this.requests = requests;
        this.metrics = metrics;
    }

    @Override
    protected long getMaxTextBufferSize() {
        return client.limits().messageBytes();
    }

    @Override
    protected long getMaxBinaryBufferSize() {
        return client.limits().messageBytes();
    }

    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
        client.attempt(() -> read(message));
    }

    private void read(BufferedTextMessage message) {
        if (client.isEnding()) {
            return;
        }
        Request request = requests.read(message.getData());
        if (request instanceof Request.Ping) {
            client.answer(Answers.pong());
        } else if (request instanceof Request.Post post) {
            client.answer(Answers.postRefused(post.id()));
        } else {
            fanout.request(client, request);
        }
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) throws IOException {
        super.onFullBinaryMessage(channel, message);
        client.close(CloseCode.NOT_TEXT, "text messages only");
    }

    /** Pings count as messages; Undertow's own bound of 300 a minute, with a code of its own, is not the configured one. */
    @Override
    protected void countPing(WebSocketChannel channel) {}

    @Override
    protected void onFullPingMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
        client.attempt(() -> {
            if (client.isEnding()) {
                message.getData().free();
            } else {
                pongs.answer(message);
            }
        });
    }

    @Override
    protected void onFullPongMessage(WebSocketChannel channel, BufferedBinaryMessage message) throws IOException {
        super.onFullPongMessage(channel, message);
        client.attempt(() -> {
            if (!client.pong() && !limit.admit(1)) {
                Intake.of(channel).stop();
            }
        });
    }

    /** Answers a code that nobody may send before Undertow would echo it: it takes all above the highest for sound. */
    @Override
    protected void onCloseMessage(CloseMessage close, WebSocketChannel channel) {
        if (close.getCode() > HIGHEST_CODE && !channel.isCloseFrameSent()) {
            WebSockets.sendClose(CloseCode.PROTOCOL.code(), "no such code", channel, null);
            metrics.closed(CloseCode.PROTOCOL.code());
        }
        client.closed();
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
                metrics.closed(channel.getCloseCode());
            }
            client.closed();
        } else {
            IoUtils.safeClose(channel);
        }
    }
}
