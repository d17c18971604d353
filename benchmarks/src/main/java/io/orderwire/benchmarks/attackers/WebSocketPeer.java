package io.orderwire.benchmarks.attackers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A WebSocket client of the attacker: sends its script at the pace that the limits allow, and answers pings. */
final class WebSocketPeer implements Peer, FrameReader.Frames {
    private static final int MOST_BYTES_AT_ONCE = 1 << 20;

    private final String authority;
    private final boolean compressed;
    private final Script script;
    private final int index;
    private final Tally tally;
    private final HttpAnswer handshake = new HttpAnswer();
    private final FrameReader reader = new FrameReader();
    private boolean open;
    private boolean pinged;
    private int sent;
    private double credit;
    private long creditNanos;
    private String closed = "";

    WebSocketPeer(String authority, boolean compressed, Script script, int index, Tally tally) {
        this.authority = authority;
        this.compressed = compressed;
        this.script = script;
        this.index = index;
        this.tally = tally;
    }

    @Override
    public void connected(Connection connection) throws IOException {
        connection.send(WebSocketFrames.handshake(authority, compressed));
    }

    @Override
    public void received(Connection connection, ByteBuffer bytes) throws IOException {
        if (!open) {
            if (!handshake.take(bytes)) {
                return;
            }
            if (handshake.status() != 101) {
                throw new IOException("handshake: " + handshake.summary());
            }
            tally.count("connected");
            open = true;
            credit = script.burst();
            creditNanos = System.nanoTime();
            send(connection);
        }
        reader.take(bytes, this);
        if (pinged) {
            pinged = false;
            connection.send(WebSocketFrames.control(WebSocketFrames.PONG));
        }
    }

    @Override
    public void tick(Connection connection, long nowNanos) throws IOException {
        if (open) {
            credit = Math.min(script.burst(), credit + (nowNanos - creditNanos) * 1e-9 * script.perSecond());
            creditNanos = nowNanos;
            send(connection);
        }
    }

    private void send(Connection connection) throws IOException {
        if (!connection.isIdle()) {
            return;
        }
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        while (credit >= 1 && frames.size() < MOST_BYTES_AT_ONCE) {
            byte[] frame = script.messages().frame(index, sent);
            if (frame == null) {
                break;
            }
            frames.writeBytes(frame);
            credit--;
            sent++;
        }
        if (frames.size() > 0) {
            connection.send(frames.toByteArray());
        }
    }

    @Override
    public void message(String channel) {
        tally.count(
                switch (channel) {
                    case "su" -> "acknowledged";
                    case "po" -> "answers (pong, post)";
                    case "or", "" -> "frames";
                    default -> "messages of other channels";
                });
    }

    @Override
    public void error(String message) {
        tally.count(Tally.ERROR + FrameReader.errorText(message));
    }

    @Override
    public void ping() {
        pinged = true;
    }

    @Override
    public void close(int code, String reason) {
        closed = "closed with " + code + (reason.isEmpty() ? "" : " " + reason);
    }

    @Override
    public void ended(String how) {
        tally.count(closed.isEmpty() ? how : closed);
    }
}
