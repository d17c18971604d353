package io.orderwire.benchmarks.attackers;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Connects and says nothing. */
final class SilentPeer implements Peer {
    private final Tally tally;

    SilentPeer(Tally tally) {
        this.tally = tally;
    }

    @Override
    public void connected(Connection connection) {
        tally.count("connected (TCP)");
    }

    @Override
    public void received(Connection connection, ByteBuffer bytes) throws IOException {
        HttpAnswer answer = new HttpAnswer();
        answer.take(bytes);
        bytes.position(bytes.limit());
        throw new IOException("answer: " + answer.summary());
    }

    @Override
    public void ended(String how) {
        tally.count(how);
    }
}
