package io.orderwire.ingestor;

import io.orderwire.contract.position.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Writes the lines of a node and damaged ones, in pieces cut anywhere: multi-byte text, CRLF, NUL, invalid UTF-8, blank lines,
 * envelopes without events, bytes that are not JSON, events over 1 KiB; rolls the hour, and may finish the old file after the
 * new one has begun.
 */
final class RandomNode {
    private static final List<String> HOURS =
            List.of("20261231/21", "20261231/22", "20261231/23", "20270101/0", "20270101/1");
    private static final byte[] NOTHING = {};

    private final Path hourly;
    private final Source source;
    private final Random random;
    private int hour;
    private int events;
    private byte[] unwritten = NOTHING;
    private byte[] late = NOTHING;

    RandomNode(Path data, Source source, Random random) {
        this.hourly = data.resolve(source.directory()).resolve("hourly");
        this.source = source;
        this.random = random;
    }

    /** Writes a few more lines, the last one possibly incomplete. */
    void write(int lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(unwritten);
        for (int i = 0; i < lines; i++) {
            bytes.writeBytes(line());
        }
        byte[] all = bytes.toByteArray();
        int cut = random.nextInt(all.length + 1);
        append(hour, Arrays.copyOf(all, cut));
        unwritten = Arrays.copyOfRange(all, cut, all.length);
        if (late.length > 0 && random.nextInt(3) == 0) {
            append(hour - 1, late);
            late = NOTHING;
        }
    }

    /** Begins the next hour; the rest of the old one is written later. */
    void roll() throws IOException {
        if (hour + 1 < HOURS.size() && late.length == 0) {
            late = unwritten;
            unwritten = NOTHING;
            hour++;
            write(1);
        }
    }

    /** Writes a block of several megabytes, with an event in its middle that is longer than a read buffer. */
    void writeLongBlock() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(unwritten);
        unwritten = NOTHING;
        bytes.writeBytes("{\"local_time\":\"x\",\"block_number\":7,\"events\":[".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 10_000; i++) {
            bytes.writeBytes(((i == 0 ? "" : ",") + event(i == 5_000 ? 5 << 20 : 0)).getBytes(StandardCharsets.UTF_8));
        }
        bytes.writeBytes("]}\n".getBytes(StandardCharsets.UTF_8));
        append(hour, bytes.toByteArray());
    }

    /** Writes all bytes that were not written yet. */
    void finish() throws IOException {
        append(hour, unwritten);
        if (late.length > 0) {
            append(hour - 1, late);
        }
        unwritten = NOTHING;
        late = NOTHING;
    }

    private byte[] line() {
        byte[] line =
                switch (random.nextInt(30)) {
                    case 0 -> " \r\n".getBytes(StandardCharsets.UTF_8);
                    case 1 -> "not json\u0000 at all\n".getBytes(StandardCharsets.UTF_8);
                    case 2 -> new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}', '\n'};
                    case 3 ->
                        (source == Source.PLAIN ? "\n" : "{\"block_number\":1,\"events\":[]}\n")
                                .getBytes(StandardCharsets.UTF_8);
                    default -> regular().getBytes(StandardCharsets.UTF_8);
                };
        return line;
    }

    private String regular() {
        String end = random.nextInt(10) == 0 ? "\r\n" : "\n";
        if (source == Source.PLAIN) {
            return event(0) + end;
        }
        StringBuilder text = new StringBuilder("{\"local_time\":\"x\",\"block_number\":7,\"events\":[");
        int count = source == Source.STREAMING ? 1 : 1 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ",").append(event(0));
        }
        return text.append("]}").append(end).toString();
    }

    private String event(int extraBytes) {
        String user = "0x" + String.format("%040x", random.nextInt(50));
        int extra = extraBytes > 0 ? extraBytes : random.nextInt(40) == 0 ? 2_000 : random.nextInt(60);
        return "{\"time\":\"t\",\"user\":\"" + user + "\",\"status\":\"open\",\"order\":{\"coin\":\"BTC\",\"oid\":"
                + events++ + ",\"cloid\":\"\u00e4\u20ac\ud83d\ude00" + "x".repeat(extra) + "\"}}";
    }

    private void append(int which, byte[] bytes) throws IOException {
        Path file = hourly.resolve(HOURS.get(which));
        Files.createDirectories(file.getParent());
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
