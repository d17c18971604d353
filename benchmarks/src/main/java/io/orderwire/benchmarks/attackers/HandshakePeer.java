package io.orderwire.benchmarks.attackers;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Does a handshake and leaves at once, to do the next. */
final class HandshakePeer implements Peer {
    private final String authority;
    private final Tally tally;
    private final HttpAnswer answer = new HttpAnswer();

    HandshakePeer(String authority, Tally tally) {
        this.authority = authority;
        this.tally = tally;
    }

    @Override
    public void connected(Connection connection) throws IOException {
        connection.send(WebSocketFrames.handshake(authority, false));
    }

    @Override
    public void received(Connection connection, ByteBuffer bytes) throws IOException {
        if (answer.take(bytes)) {
            throw new IOException("handshake: " + answer.summary());
        }
    }

    @Override
    public void ended(String how) {
        tally.count(how);
    }

    @Override
    public long reopenNanos() {
        return answer.status() == 101 ? 0 : Peer.super.reopenNanos();
    }
}
