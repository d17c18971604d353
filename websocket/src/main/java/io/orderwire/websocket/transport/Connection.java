package io.orderwire.websocket.transport;

import io.orderwire.websocket.deflate.CompressionBudget;
import io.orderwire.websocket.frame.Intake;
import io.orderwire.websocket.frame.ReadTurns;
import io.orderwire.websocket.frame.ReceiveLimit;
import io.undertow.util.AttachmentKey;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/** A WebSocket connection that does not read before {@link #receive}. Must be used on its I/O thread. */
public final class Connection {
    private final WebSocketHttpExchange handshake;
    private final WebSocketChannel channel;
    private final ReadTurns turns;

    Connection(WebSocketHttpExchange handshake, WebSocketChannel channel, ReadTurns turns) {
        this.handshake = handshake;
        this.channel = channel;
        this.turns = turns;
    }

    /** Returns what a handler attached to the request of the handshake, null if none did. */
    public <T> @Nullable T attachment(AttachmentKey<T> key) {
        return handshake.getAttachment(key);
    }

    /** The I/O thread of the connection. */
    public Executor ioThread() {
        return channel.getIoThread();
    }

    /**
     * Creates the write side of the connection.
     *
     * @param compression pays for the compression of messages
     * @param closed counts close frames by their codes
     */
    public Transport transport(CompressionBudget.Account compression, IntConsumer closed) {
        return new UndertowTransport(channel, compression, closed);
    }

    /** Runs a task on the I/O thread when the connection has ended. */
    public void onClose(Runnable task) {
        channel.addCloseTask(ended -> task.run());
    }

    /**
     * Begins to read.
     *
     * @param limit of what it may send
     * @param messageBytes longest message that it may send
     * @param closed counts close frames that are sent because of what was received, by their codes
     */
    public void receive(Receiver receiver, ReceiveLimit limit, int messageBytes, IntConsumer closed) {
        Intake.of(channel).begin(limit, turns);
        channel.getReceiveSetter().set(new ReceiveListener(receiver, limit, new Pongs(channel), messageBytes, closed));
        channel.resumeReceives();
    }

    /** Ends it at once. */
    public void cut() {
        IoUtils.safeClose(channel);
    }
}
