package io.orderwire.benchmarks.attackers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The end of an HTTP answer, found without looking at more than its head and, of a refusal, the first bytes of its body. */
final class HttpAnswer {
    private static final int LONGEST_HEAD = 16 * 1024;
    private static final int SHOWN_BYTES = 300;
    private static final int OK = 200;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})([^\r]*)");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
    private static final Pattern CLOSE = Pattern.compile("(?i)\r\nconnection: *close");
    private static final Pattern CHUNKED = Pattern.compile("(?i)\r\ntransfer-encoding: *chunked");

    private final StringBuilder head = new StringBuilder();
    private final StringBuilder shown = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private boolean headEnded;
    private boolean chunked;
    private boolean closing;
    private boolean lastChunk;
    private int status;
    private String reason = "";
    private long bodyLeft;

    /** Takes bytes up to the answer's end; true once that is reached. The rest stays. */
    boolean take(ByteBuffer bytes) throws IOException {
        while (!headEnded && bytes.hasRemaining()) {
            char next = (char) bytes.get();
            head.append(next);
            if (next == '\n' && head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) >= 0) {
                readHead();
            } else if (head.length() > LONGEST_HEAD) {
                throw new IOException("a head longer than " + LONGEST_HEAD);
            }
        }
        if (!headEnded) {
            return false;
        }
        return chunked ? takeChunks(bytes) : takeBody(bytes);
    }

    private void readHead() throws IOException {
        headEnded = true;
        Matcher first = STATUS.matcher(head);
        if (!first.lookingAt()) {
            throw new IOException("not an HTTP answer: " + head);
        }
        status = Integer.parseInt(first.group(1));
        reason = first.group(2);
        closing = CLOSE.matcher(head).find();
        chunked = CHUNKED.matcher(head).find();
        Matcher length = LENGTH.matcher(head);
        bodyLeft = length.find() ? Long.parseLong(length.group(1)) : 0;
    }

    private boolean takeBody(ByteBuffer bytes) {
        int count = (int) Math.min(bodyLeft, bytes.remaining());
        show(bytes, count);
        bytes.position(bytes.position() + count);
        bodyLeft -= count;
        return bodyLeft == 0;
    }

    private void show(ByteBuffer bytes, int count) {
        if (status != OK && shown.length() < SHOWN_BYTES) {
            byte[] text = new byte[Math.min(count, SHOWN_BYTES - shown.length())];
            bytes.get(bytes.position(), text);
            shown.append(new String(text, StandardCharsets.UTF_8));
        }
    }

    /** A line with the length, the bytes, an empty line; the last one has the length 0. */
    private boolean takeChunks(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (bodyLeft > 0) {
                takeBody(bytes);
                continue;
            }
            char next = (char) bytes.get();
            if (next != '\n') {
                line.append(next);
                if (line.length() > LONGEST_HEAD) {
                    throw new IOException("a chunk's length that does not end");
                }
                continue;
            }
            String text = line.toString().strip();
            line.setLength(0);
            if (lastChunk) {
                return true;
            }
            if (!text.isEmpty()) {
                bodyLeft = chunkLength(text);
                lastChunk = bodyLeft == 0;
            }
        }
        return false;
    }

    private static long chunkLength(String line) throws IOException {
        try {
            return Long.parseLong(line, 16);
        } catch (NumberFormatException e) {
            throw new IOException("not the length of a chunk: " + line, e);
        }
    }

    int status() {
        return status;
    }

    /** Whether the gateway closes the connection behind it. */
    boolean isLast() {
        return closing;
    }

    /** Status and reason, and of a refusal the beginning of its body. */
    String summary() {
        return status + reason + (shown.length() == 0 ? "" : ": " + shown);
    }
}
