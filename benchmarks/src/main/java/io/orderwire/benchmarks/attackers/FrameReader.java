package io.orderwire.benchmarks.attackers;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames in the bytes that a gateway sends. Of a message it keeps what says which channel it belongs to; only
 * errors and closes are kept whole, so that a stream of orders costs its reader little.
 */
final class FrameReader {
    /** Receives the frames. */
    interface Frames {
        /** A message of a channel other than {@code error}; the first letters of its name, empty if it is compressed. */
        void message(String channel);

        /** A message of the channel {@code error}. */
        void error(String message);

        void ping();

        /** The gateway closes. */
        void close(int code, String reason);
    }

    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int COMPRESSED = 0x40;
    private static final int LONGEST_HEADER = 10;
    private static final int LONGEST_KEPT = 65_536;

    /** Up to the second letter of the channel's name: {@code po} is of pong and post, {@code pi} of pipeline. */
    private static final int NAME_FROM = "{\"channel\":\"".length();

    private static final int NAME_TO = NAME_FROM + 2;

    private final byte[] header = new byte[LONGEST_HEADER];
    private int headerBytes;
    private int headerLength = 2;
    private long payloadLeft = -1;
    private byte[] kept = new byte[NAME_TO];
    private int keptBytes;
    private int wanted;

    /** Takes all bytes. */
    void take(ByteBuffer bytes, Frames frames) {
        while (bytes.hasRemaining()) {
            if (payloadLeft < 0) {
                readHeader(bytes);
            } else {
                readPayload(bytes);
            }
            if (payloadLeft == 0) {
                finish(frames);
                payloadLeft = -1;
            }
        }
    }

    private void readHeader(ByteBuffer bytes) {
        header[headerBytes++] = bytes.get();
        if (headerBytes == 2) {
            int length = header[1] & 0x7F;
            headerLength = length == 127 ? LONGEST_HEADER : length == 126 ? 4 : 2;
        }
        if (headerBytes >= 2 && headerBytes == headerLength) {
            payloadLeft = payloadLength();
            headerBytes = 0;
            keptBytes = 0;
            wanted = (int) Math.min(payloadLeft, opcode() >= CLOSE ? LONGEST_KEPT : NAME_TO);
            makeRoom();
        }
    }

    private long payloadLength() {
        if (headerLength == 2) {
            return header[1] & 0x7F;
        }
        long length = 0;
        for (int i = 2; i < headerLength; i++) {
            length = length << 8 | header[i] & 0xFF;
        }
        return length;
    }

    private int opcode() {
        return header[0] & 0x0F;
    }

    private void makeRoom() {
        if (kept.length < wanted) {
            byte[] larger = new byte[wanted];
            System.arraycopy(kept, 0, larger, 0, keptBytes);
            kept = larger;
        }
    }

    private void readPayload(ByteBuffer bytes) {
        if (keptBytes < wanted) {
            int count = Math.min(wanted - keptBytes, bytes.remaining());
            bytes.get(kept, keptBytes, count);
            keptBytes += count;
            payloadLeft -= count;
            if (keptBytes == NAME_TO && wanted == NAME_TO && isError()) {
                wanted = (int) Math.min(NAME_TO + payloadLeft, LONGEST_KEPT);
                makeRoom();
            }
            return;
        }
        int skipped = (int) Math.min(payloadLeft, bytes.remaining());
        bytes.position(bytes.position() + skipped);
        payloadLeft -= skipped;
    }

    private boolean isError() {
        return opcode() < CLOSE && (header[0] & COMPRESSED) == 0 && kept[NAME_FROM] == 'e';
    }

    private void finish(Frames frames) {
        switch (opcode()) {
            case CLOSE -> frames.close(closeCode(), text(2));
            case PING -> frames.ping();
            case PONG -> {}
            default -> finishMessage(frames);
        }
    }

    private void finishMessage(Frames frames) {
        if ((header[0] & COMPRESSED) != 0 || keptBytes < NAME_TO) {
            frames.message("");
        } else if (isError()) {
            frames.error(text(0));
        } else {
            frames.message(new String(kept, NAME_FROM, NAME_TO - NAME_FROM, StandardCharsets.US_ASCII));
        }
    }

    private int closeCode() {
        return keptBytes < 2 ? 0 : (kept[0] & 0xFF) << 8 | kept[1] & 0xFF;
    }

    private String text(int from) {
        return keptBytes <= from ? "" : new String(kept, from, keptBytes - from, StandardCharsets.UTF_8);
    }

    /** The texts of an error without the request that it repeats; the whole message if it is not one. */
    static String errorText(String message) {
        String data = member(message, "\"data\":\"");
        String detail = member(message, "\"detail\":\"");
        if (data == null) {
            return message;
        }
        int repeated = data.indexOf(": {");
        String text = repeated < 0 ? data : data.substring(0, repeated);
        return detail == null ? text : text + " (" + detail + ")";
    }

    /** The raw text of the last member of that name: a request that is repeated in it is escaped. */
    private static @Nullable String member(String message, String name) {
        int at = message.lastIndexOf(name);
        if (at < 0) {
            return null;
        }
        int end = at + name.length();
        while (end < message.length() && message.charAt(end) != '"') {
            end += message.charAt(end) == '\\' ? 2 : 1;
        }
        return message.substring(at + name.length(), Math.min(end, message.length()));
    }
}
