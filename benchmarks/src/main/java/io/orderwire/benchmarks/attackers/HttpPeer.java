package io.orderwire.benchmarks.attackers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks for one path after the other, the next as soon as the last answer has ended. */
final class HttpPeer implements Peer {
    private final String authority;
    private final List<String> paths;
    private final Tally tally;
    private HttpAnswer answer = new HttpAnswer();
    private int next;

    HttpPeer(String authority, List<String> paths, int index, Tally tally) {
        this.authority = authority;
        this.paths = paths;
        this.next = index;
        this.tally = tally;
    }

    @Override
    public void connected(Connection connection) throws IOException {
        ask(connection);
    }

    private void ask(Connection connection) throws IOException {
        String path = paths.get(next++ % paths.size());
        connection.send(
                ("GET " + path + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void received(Connection connection, ByteBuffer bytes) throws IOException {
        while (answer.take(bytes)) {
            tally.count("answer: " + answer.summary());
            if (answer.isLast()) {
                throw new IOException("closed behind an answer");
            }
            answer = new HttpAnswer();
            ask(connection);
        }
    }

    @Override
    public void ended(String how) {
        tally.count(how);
    }
}
