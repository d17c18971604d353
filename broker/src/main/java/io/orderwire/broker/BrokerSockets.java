package io.orderwire.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The sockets that the broker listens on, bound before the broker exists: a busy port is known before anything is
 * written, and a free one cannot be taken by another process between choosing and binding it.
 */
final class BrokerSockets implements ServerSocketFactory, AutoCloseable {
    private static final int BACKLOG = 50;

    private final Map<BrokerListener, ServerSocketChannel> waiting = new EnumMap<>(BrokerListener.class);
    private final Map<BrokerListener, InetSocketAddress> bound = new EnumMap<>(BrokerListener.class);

    private BrokerSockets() {}

    static BrokerSockets bind(BrokerOptions options) {
        BrokerSockets sockets = new BrokerSockets();
        int port = options.port();
        try {
            if (options.advertisedHost() == null) {
                sockets.bind(BrokerListener.LOCAL, loopback(), port);
            } else {
                sockets.bind(BrokerListener.PUBLIC, everyInterface(), port);
                sockets.bind(BrokerListener.LOCAL, loopback(), 0);
            }
            if (options.externalPort().isPresent()) {
                port = options.externalPort().getAsInt();
                sockets.bind(BrokerListener.EXTERNAL, everyInterface(), port);
            }
            sockets.bind(BrokerListener.CONTROLLER, loopback(), 0);
            return sockets;
        } catch (IOException e) {
            sockets.close();
            // Java throws BindException also if this process may not use the port.
            if (e instanceof BindException && !String.valueOf(e.getMessage()).contains("Permission denied")) {
                throw new PortBusyException(port, e);
            }
            throw new BrokerStartException("Kafka cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    private void bind(BrokerListener listener, InetAddress address, int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        waiting.put(listener, channel);
        channel.bind(new InetSocketAddress(address, port), BACKLOG);
        channel.configureBlocking(false);
        bound.put(listener, (InetSocketAddress) channel.getLocalAddress());
    }

    private static InetAddress loopback() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static InetAddress everyInterface() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[4]);
    }

    /** Host and port under which this process reaches the listener. */
    String address(BrokerListener listener) {
        return "127.0.0.1:" + port(listener);
    }

    int port(BrokerListener listener) {
        return bound(listener).getPort();
    }

    InetSocketAddress bound(BrokerListener listener) {
        InetSocketAddress address = bound.get(listener);
        if (address == null) {
            throw new IllegalArgumentException("no listener " + listener);
        }
        return address;
    }

    /** Hands a bound socket over to Kafka, which closes it from then on. */
    @Override
    public synchronized ServerSocketChannel openServerSocket(
            String listener, InetSocketAddress address, int backlog, int receiveBufferBytes) throws IOException {
        ServerSocketChannel channel = waiting.remove(BrokerListener.valueOf(listener));
        if (channel == null) {
            throw new IOException("Kafka asked twice for the socket of its listener " + listener);
        }
        return channel;
    }

    /** Closes the sockets that Kafka has not taken. */
    @Override
    public synchronized void close() {
        for (ServerSocketChannel channel : waiting.values()) {
            try {
                channel.close();
            } catch (IOException expected) {
                // The port is free even if closing fails.
            }
        }
        waiting.clear();
    }
}
