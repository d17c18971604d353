package io.orderwire.simulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The numbers at which an earlier run in the same folder ended, so that a later one continues above them.
 *
 * @param oid an upper bound of the oids of the earlier run; 0 without an earlier run
 * @param blockNumber the last block's number; 0 if none was found
 */
record LastWritten(long oid, long blockNumber) {
    static final LastWritten NOTHING = new LastWritten(0, 0);

    private static final int CHUNK_BYTES = 256 * 1024;

    /** Maximum length of a number with its name; chunks overlap by this much. */
    private static final int OVERLAP_BYTES = 64;

    /** How far from the end a block number is searched. */
    private static final long REACH_BYTES = 64L * 1024 * 1024;

    private static final Pattern OID = Pattern.compile("\"oid\":(\\d{1,18})\\D");
    private static final Pattern BLOCK_NUMBER = Pattern.compile("\"block_number\":(\\d{1,18})\\D");

    /** Reads the end of the newest file; null if there is no file. */
    static LastWritten in(@Nullable Path newest, Source shape) throws IOException {
        if (newest == null) {
            return NOTHING;
        }
        try (RandomAccessFile file = new RandomAccessFile(newest.toFile(), "r")) {
            long end = file.length();
            String tail = read(file, Math.max(0, end - CHUNK_BYTES), end);
            // The last line need not have the highest oid: cancels name older orders, and children of an order have
            // higher oids. So take the highest one of the chunk, and leave a margin.
            long oid = highest(OID, tail) + OVERLAP_BYTES;
            long block = shape == Source.PLAIN ? 0 : lastBlock(file, end);
            return new LastWritten(oid, block);
        }
    }

    private static long lastBlock(RandomAccessFile file, long end) throws IOException {
        long to = end;
        while (to > 0 && end - to < REACH_BYTES) {
            long from = Math.max(0, to - CHUNK_BYTES);
            long block = highest(BLOCK_NUMBER, read(file, from, Math.min(end, to + OVERLAP_BYTES)));
            if (block > 0) {
                return block;
            }
            to = from;
        }
        return 0;
    }

    private static long highest(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        long highest = 0;
        while (matcher.find()) {
            highest = Math.max(highest, Long.parseLong(matcher.group(1)));
        }
        return highest;
    }

    private static String read(RandomAccessFile file, long from, long to) throws IOException {
        byte[] bytes = new byte[(int) (to - from)];
        file.seek(from);
        file.readFully(bytes);
        return new String(bytes, ISO_8859_1);
    }
}
