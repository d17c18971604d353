package io.orderwire.websocket.transport;

import io.orderwire.websocket.frame.ReadTurns;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.xnio.XnioExecutor;

/** Passes on each connection that has become a WebSocket. */
public final class Upgrade implements WebSocketConnectionCallback {
    private final Consumer<Connection> opened;
    /** By I/O thread; the number of these threads is small and fixed. */
    private final Map<XnioExecutor, ReadTurns> turns = new ConcurrentHashMap<>();

    /** Calls {@code opened} on the I/O thread of the connection. */
    public Upgrade(Consumer<Connection> opened) {
        this.opened = opened;
    }

    @Override
    public void onConnect(WebSocketHttpExchange handshake, WebSocketChannel channel) {
        ReadTurns ofThread = turns.computeIfAbsent(channel.getIoThread(), ReadTurns::new);
        opened.accept(new Connection(handshake, channel, ofThread));
    }
}
