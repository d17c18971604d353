package io.orderwire.system.fuzz;

import io.orderwire.contract.order.LineReader;
import io.orderwire.contract.order.OrderEncoder;
import io.orderwire.contract.order.ParseResult;
import io.orderwire.contract.order.Users;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Indexes;
import io.orderwire.contract.position.Offsets;
import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.duplicates.RewindDetector;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.partition.RawRecord;
import io.orderwire.ingestor.partition.Totals;
import io.orderwire.ingestor.split.FileCursor;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.ingestor.split.Resumption;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The product's way from the bytes of a file to orders, read in random pieces and restarted in between. */
final class LinePath {
    static final int PARTITIONS = 8;
    static final HourFile FILE = new HourFile(20260505, 17, 0);

    /**
     * What became of one event.
     *
     * @param partition whose sequence it took
     * @param seq that sequence
     * @param order the value of the record of orders, null when there is none
     * @param reason why it is not an order
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Outcome(long position, int partition, long seq, byte @Nullable [] order, String reason) {}

    private final Random random;
    private final LineSplitter splitter;
    private final byte[] buffer;
    private final PartitionedBlocks blocks;
    private final RewindDetector watch;
    private final LineReader reader = new LineReader();
    private final OrderEncoder encoder = new OrderEncoder();
    private final List<Outcome> outcomes = new ArrayList<>();

    LinePath(Random random, Source source, int maxEventBytes) {
        this.random = random;
        this.splitter = new LineSplitter(source, maxEventBytes);
        this.buffer = new byte[splitter.minBufferBytes()];
        long[] seqs = new long[PARTITIONS];
        Arrays.fill(seqs, 1);
        this.blocks = new PartitionedBlocks(seqs, Totals.NONE);
        blocks.from(FILE, false);
        this.watch = new RewindDetector(source == Source.BY_BLOCK, false, () -> {});
    }

    /** Reads a file that grows to its whole in pieces. */
    List<Outcome> read(byte[] file) throws IOException {
        FileCursor cursor = new FileCursor(0);
        int step = 1 + random.nextInt(16 * 1024);
        int written = 0;
        while (written < file.length) {
            written = Math.min(file.length, written + 1 + random.nextInt(step));
            long from;
            do {
                from = cursor.readOffset();
                int length = (int) Math.min(buffer.length, written - from);
                System.arraycopy(file, (int) from, buffer, 0, length);
                int enough = random.nextInt(8) == 0 ? 1 + random.nextInt(2_000) : Integer.MAX_VALUE;
                splitter.split(
                        buffer, length, length == buffer.length, enough, cursor, watch.reading(FILE, cursor, blocks));
            } while (cursor.readOffset() > from && cursor.readOffset() < written);
            if (random.nextInt(4) == 0) {
                parse(blocks.drain());
                cursor = restarted(file, cursor);
            }
        }
        parse(blocks.drain());
        if (cursor.readOffset() != file.length) {
            throw new AssertionError("stands at " + cursor.readOffset() + " of " + file.length);
        }
        return outcomes;
    }

    Totals totals() {
        return blocks.totals();
    }

    private FileCursor restarted(byte[] file, FileCursor cursor) throws IOException {
        Resumption.Bytes bytes = (into, position) -> {
            int length = (int) Math.min(into.remaining(), file.length - position);
            if (length <= 0) {
                return -1;
            }
            into.put(file, (int) position, length);
            return length;
        };
        return Resumption.at(bytes, splitter, cursor.lineStart(), cursor.offset());
    }

    private void parse(List<RawRecord> records) {
        for (RawRecord raw : records) {
            Offsets.Reader offsets = new Offsets.Reader(raw.offsets());
            byte[] known = raw.indexes();
            Indexes.Reader indexes = known == null ? null : new Indexes.Reader(known);
            int from = 0;
            for (int i = 0; i < raw.events(); i++) {
                int to = from;
                while (raw.value()[to] != '\n') {
                    to++;
                }
                outcomes.add(outcome(
                        raw,
                        from,
                        to,
                        offsets.next(),
                        raw.firstSeq() + i,
                        indexes == null ? Indexes.UNKNOWN : indexes.next()));
                from = to + 1;
            }
            if (from != raw.value().length) {
                throw new AssertionError("a record of " + raw.events() + " events holds more lines than that");
            }
        }
    }

    private Outcome outcome(RawRecord raw, int from, int to, long position, long seq, int index) {
        ParseResult verdict = raw.oversizedLength() > 0 ? ParseResult.OVERSIZED : reader.read(raw.value(), from, to);
        if (verdict != ParseResult.ORDER) {
            return new Outcome(position, raw.partition(), seq, null, verdict.reason());
        }
        if (Users.partition(reader.user(), PARTITIONS) != raw.partition()) {
            return new Outcome(position, raw.partition(), seq, null, "scanner and parser disagree on the user");
        }
        byte[] order = encoder.encode(raw.value(), reader, raw.file(), position, raw.partition(), seq, index);
        return new Outcome(position, raw.partition(), seq, order, "");
    }
}
