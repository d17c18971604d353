package io.orderwire.benchmarks.peers;

import io.orderwire.benchmarks.whole.LineSource;
import io.orderwire.benchmarks.whole.SimulatedLines;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Lines of the simulator, which are read from its file when they are written and published to a NATS server. */
final class PublishedLines implements LineSource {
    private static final int BUFFER_BYTES = 256 << 10;

    /** Half of what the server takes at most. */
    private static final int MOST_BYTES = 512 << 10;

    private static final byte[] CONNECT = "CONNECT {\"verbose\":false}\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PONG = "PONG\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SimulatedLines simulated;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final boolean lineEach;
    private Path file = Path.of("");
    private long read;

    PublishedLines(Path folder, URI server, boolean lineEach) throws IOException {
        this.lineEach = lineEach;
        simulated = new SimulatedLines(folder);
        socket = new Socket(server.getHost(), server.getPort());
        in = socket.getInputStream();
        out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
        out.write(CONNECT);
        out.flush();
    }

    @Override
    public void write(int lines, long epochMs) throws IOException {
        simulated.write(lines, epochMs);
        byte[] block = appended();
        int from = 0;
        for (int i = 0; i < block.length; i++) {
            boolean full = lineEach || i + 1 - from >= MOST_BYTES || i + 1 == block.length;
            if (block[i] == '\n' && full) {
                publish(block, from, lineEach ? i : i + 1);
                from = i + 1;
            }
        }
        out.flush();
        answerPings();
    }

    /** What the simulator wrote since the last call. */
    private byte[] appended() throws IOException {
        if (!simulated.currentFile().equals(file)) {
            file = simulated.currentFile();
            read = 0;
        }
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) (open.length() - read)];
            open.seek(read);
            open.readFully(bytes);
            read += bytes.length;
            return bytes;
        }
    }

    private void publish(byte[] block, int from, int to) throws IOException {
        out.write(("PUB " + Feed.SUBJECT + " " + (to - from) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(block, from, to - from);
        out.write('\r');
        out.write('\n');
    }

    /** The server cuts a connection that leaves two of them unanswered. */
    private void answerPings() throws IOException {
        int waiting = in.available();
        if (waiting > 0 && new String(in.readNBytes(waiting), StandardCharsets.US_ASCII).contains("PING\r\n")) {
            out.write(PONG);
            out.flush();
        }
    }

    @Override
    public long bytes() {
        return simulated.bytes();
    }

    @Override
    public void close() throws IOException {
        try {
            socket.close();
        } finally {
            simulated.close();
        }
    }
}
