package io.orderwire.websocket.tls;

import io.orderwire.runtime.secret.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of PEM blocks (RFC 7468). Text between the blocks is ignored. No message contains the contents of a block, which
 * may be a key.
 *
 * @param text of the whole file
 */
record PemFile(Path file, String text) {
    static final String CERTIFICATE = "CERTIFICATE";

    private static final int MOST_BYTES = 256 * 1024;
    private static final String BEGIN = "-----BEGIN ";
    /** Labels do not contain dashes or lower-case letters, so that a key without line breaks is not taken for a label. */
    private static final Pattern FIRST_LINE = Pattern.compile(BEGIN + "([A-Z0-9 ]{1,40})-----");

    /**
     * Reads a file.
     *
     * @throws IOException naming the file
     */
    static PemFile read(Path file) throws IOException {
        return new PemFile(file, new String(SecretFile.read(file, MOST_BYTES), StandardCharsets.ISO_8859_1));
    }

    /**
     * A block, whose contents may be malformed.
     *
     * @param label the kind of contents that the block claims to have
     * @param lines between its first line and its last
     * @param where the file and the number of its first line
     */
    record Block(String label, List<String> lines, String where) {
        /** Whether it is encrypted in the form of RFC 1421. */
        boolean isEncrypted() {
            return lines.stream().anyMatch(line -> line.startsWith("Proc-Type:") && line.endsWith("ENCRYPTED"));
        }

        byte[] content() throws IOException {
            try {
                return Base64.getDecoder().decode(String.join("", lines));
            } catch (IllegalArgumentException expected) {
                // The exception is not kept as the cause, because its message contains a character of the contents.
                throw new IOException(where + ": the contents are not Base64");
            }
        }

        /** Without the contents. */
        @Override
        public String toString() {
            return where + " " + label;
        }
    }

    /**
     * The contents of the blocks with that label, at least one.
     *
     * @throws IOException naming the file, and the line of a block that is broken
     */
    List<byte[]> contents(String wanted) throws IOException {
        List<byte[]> found = new ArrayList<>();
        TreeSet<String> others = new TreeSet<>();
        for (Block block : blocks()) {
            if (block.label.equals(wanted)) {
                found.add(block.content());
            } else {
                others.add(block.label);
            }
        }
        if (found.isEmpty()) {
            throw new IOException(
                    file + " has no " + wanted + (others.isEmpty() ? "" : ", but " + String.join(", ", others)));
        }
        return found;
    }

    /**
     * All blocks.
     *
     * @throws IOException naming the file, and the line of a block without an end
     */
    List<Block> blocks() throws IOException {
        List<Block> found = new ArrayList<>();
        List<String> lines = text.lines().map(String::strip).toList();
        for (int begin = 0; begin < lines.size(); begin++) {
            if (!lines.get(begin).startsWith(BEGIN)) {
                continue;
            }
            String label = label(lines, begin);
            int length = lines.subList(begin, lines.size()).indexOf("-----END " + label + "-----");
            if (length < 0) {
                throw new IOException(where(begin) + ": " + label + " has no end, the file is not complete");
            }
            found.add(new Block(label, lines.subList(begin + 1, begin + length), where(begin)));
            begin += length;
        }
        return found;
    }

    private String label(List<String> lines, int line) throws IOException {
        Matcher first = FIRST_LINE.matcher(lines.get(line));
        if (!first.matches()) {
            throw new IOException(where(line) + ": expected " + BEGIN + "and a label, and nothing after it");
        }
        return first.group(1);
    }

    private String where(int line) {
        return file + " line " + (line + 1);
    }

    /** Without the contents. */
    @Override
    public String toString() {
        return file.toString();
    }
}
