package io.orderwire.benchmarks.micro;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.duplicates.RewindDetector;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.partition.RawRecord;
import io.orderwire.ingestor.prune.SetAside;
import io.orderwire.ingestor.shed.ByteAgeLimit;
import io.orderwire.ingestor.shed.ByteShedding;
import io.orderwire.ingestor.shed.ShedEventCounter;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.ingestor.tail.HourlySource;
import io.orderwire.ingestor.tail.StartPosition;
import io.orderwire.ingestor.tail.Tailer;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the ingestor does before Kafka, on one thread and with its heap: reads an hour file from the page cache, in cycles as at
 * its greatest lag, and makes the records of eight partitions. The figures are the counters: gigabytes and lines per second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx384m", "-XX:+UseParallelGC"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class FileToBlocks {
    private static final int PARTITIONS = 8;
    private static final int CYCLE_BYTES = 8 << 20;
    private static final int MAX_EVENT_BYTES = 512 * 1024;
    private static final int BLOCKS = 160;
    private static final int LINES_OF_BLOCK = 2_500;

    /** What was read in one iteration. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Read {
        /** Bytes of the file, in units of 10^9. */
        public double gigabytes;

        public long lines;

        /** Begins another iteration. */
        @Setup(Level.Iteration)
        public void begin() {
            gigabytes = 0;
            lines = 0;
        }
    }

    /** Shape of the simulator's lines. */
    @Param({"STREAMING"})
    private Source source = Source.STREAMING;

    /** File of that shape which is read instead of the simulator's. */
    @Param({""})
    private String file = "";

    private Path data = Path.of("");
    private Path folder = data;
    private long bytes;

    /** Writes lines as a node does, 240 MB, or copies the file. */
    @Setup
    public void write() throws IOException {
        data = Files.createTempDirectory("orderwire-micro");
        folder = data.resolve(source.directory());
        if (!file.isEmpty()) {
            Path hour = Files.createDirectories(folder.resolve("hourly").resolve("20260505"))
                    .resolve("17");
            Files.copy(Path.of(file), hour);
            bytes = Files.size(hour);
            return;
        }
        try (Simulator simulator =
                new Simulator(SimulatorOptions.builder(data).shape(source).build())) {
            for (int block = 0; block < BLOCKS; block++) {
                simulator.writeBlock(LINES_OF_BLOCK);
            }
            bytes = simulator.bytes();
        }
    }

    /** Deletes the file. */
    @TearDown
    public void delete() throws IOException {
        SimulatedBlock.delete(data);
    }

    /** Reads the whole file. */
    @Benchmark
    public long read(Read counts) throws IOException {
        IngestorState state = IngestorState.first("benchmark", PARTITIONS);
        PartitionedBlocks blocks = new PartitionedBlocks(state.nextSeq(), state.totals());
        long length = 0;
        try (Tailer tailer = tailer()) {
            tailer.restore(state);
            for (long read = 0; read < bytes; ) {
                read += cycle(tailer, blocks);
                for (RawRecord record : blocks.drain()) {
                    length += record.value().length;
                }
                List<FileState> files = tailer.checkpoint();
                tailer.committed(files);
            }
        }
        counts.gigabytes += bytes / 1e9;
        counts.lines += blocks.totals().linesRead();
        return length;
    }

    private static long cycle(Tailer tailer, PartitionedBlocks blocks) throws IOException {
        long read = tailer.read(CYCLE_BYTES, blocks);
        if (read <= 0) {
            throw new IllegalStateException("the file ended early");
        }
        return read;
    }

    private Tailer tailer() {
        SteadyClock clock = new SteadyClock(Clock.systemUTC(), System::nanoTime);
        ShedEventCounter counter = new ShedEventCounter(folder, splitter(), () -> 0);
        return new Tailer(
                new HourlySource(folder, StartPosition.parse("beginning"), SetAside::is),
                splitter(),
                new ByteShedding(ByteAgeLimit.complete(Long.MAX_VALUE, 0), counter),
                new RewindDetector(source == Source.BY_BLOCK, false, () -> {}),
                clock,
                new ClockSkew(clock, "the node's"));
    }

    private LineSplitter splitter() {
        return new LineSplitter(source, MAX_EVENT_BYTES);
    }
}
