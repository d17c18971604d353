package io.orderwire.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.orderwire.contract.position.Source;
import io.orderwire.testing.files.NeedsRealData;
import io.orderwire.testing.files.RealData;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Simulated lines must cost a broker as much as real ones: in bytes per line, and in bytes per compressed line. */
class CompressionTest {
    /** The version of Kafka's record format. */
    private static final byte RECORD_VERSION = 2;

    private static final long SEED = 1;
    private static final int BLOCK_BYTES = 256 * 1024;
    private static final int BLOCKS = 16;
    private static final int EVENTS = 1_500;

    @TempDir
    private Path out;

    /** Mean bytes per line of the two real captures: 475 plain and 603 in streaming form. */
    @ParameterizedTest
    @CsvSource({"PLAIN,475.5", "STREAMING,603.5"})
    void shouldBeAsLongAsRealLinesOnAverage(Source shape, double mean) {
        byte[] lines = bytes(simulated(shape));

        assertThat((double) lines.length / (BLOCKS * EVENTS)).isCloseTo(mean, withinPercentage(1));
    }

    /** Ratios of the real captures taken together, as the test below finds them. */
    @ParameterizedTest
    @CsvSource({
        "PLAIN,gzip,15.7", "PLAIN,lz4,8.7", "PLAIN,zstd,20.5",
        "BY_BLOCK,gzip,16.0", "BY_BLOCK,lz4,8.9", "BY_BLOCK,zstd,20.6",
        "STREAMING,gzip,17.3", "STREAMING,lz4,9.9", "STREAMING,zstd,22.8"
    })
    void shouldCompressByAKnownRatio(Source shape, String compression, double ratio) {
        assertThat(ratio(simulated(shape), compression)).isCloseTo(ratio, withinPercentage(15));
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN,gzip", "PLAIN,lz4", "PLAIN,zstd",
        "BY_BLOCK,gzip", "BY_BLOCK,lz4", "BY_BLOCK,zstd",
        "STREAMING,gzip", "STREAMING,lz4", "STREAMING,zstd"
    })
    @NeedsRealData({RealData.STREAMING, RealData.BY_BLOCK})
    void shouldCompressLikeRealLines(Source shape, String compression) {
        double real = ratio(real(shape), compression);

        assertThat(ratio(simulated(shape), compression)).isCloseTo(real, withinPercentage(15));
    }

    private List<String> simulated(Source shape) {
        return WrittenFiles.lines(out, shape, SEED, BLOCKS, EVENTS);
    }

    /** The events of both captures in the given shape, whatever their original shapes. */
    private static List<String> real(Source shape) {
        return Stream.of(RealData.STREAMING, RealData.BY_BLOCK)
                .flatMap(captured -> WrittenFiles.lines(RealData.file(captured)).stream())
                .flatMap(line -> Events.of(line).as(shape).stream())
                .toList();
    }

    /** Compresses as Kafka does, in blocks of the size of a raw record. */
    private static double ratio(List<String> lines, String compression) {
        byte[] bytes = bytes(lines);
        long compressed = 0;
        List<byte[]> blocks = new ArrayList<>();
        for (int from = 0; from + BLOCK_BYTES <= bytes.length; from += BLOCK_BYTES) {
            blocks.add(Arrays.copyOfRange(bytes, from, from + BLOCK_BYTES));
        }
        for (byte[] block : blocks) {
            compressed += compressedBytes(block, Compression.of(compression).build());
        }
        double ratio = (double) blocks.size() * BLOCK_BYTES / compressed;
        System.out.printf("%s of %d blocks: %.2f%n", compression, blocks.size(), ratio);
        return ratio;
    }

    private static int compressedBytes(byte[] block, Compression compression) {
        ByteBufferOutputStream compressed = new ByteBufferOutputStream(ByteBuffer.allocate(BLOCK_BYTES));
        try (OutputStream stream = compression.wrapForOutput(compressed, RECORD_VERSION)) {
            stream.write(block);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.position();
    }

    private static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(UTF_8);
    }
}
