package io.orderwire.ingestor.tail;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.TestClock;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.duplicates.RewindDetector;
import io.orderwire.ingestor.node.NodeFolder;
import io.orderwire.ingestor.node.NodeLimits;
import io.orderwire.ingestor.node.NodeWatch;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.partition.Totals;
import io.orderwire.ingestor.prune.SetAside;
import io.orderwire.ingestor.sequence.NodeMarkers;
import io.orderwire.ingestor.shed.ByteAgeLimit;
import io.orderwire.ingestor.shed.ByteShedding;
import io.orderwire.ingestor.shed.ShedEventCounter;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.stats.NodeStats;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;

/** A node's folder with a tailer on it, and a clock that the test moves. One partition. */
final class TailedFolder extends HourFiles implements AutoCloseable {
    private final TestClock clock = new TestClock();
    private final Path folder;
    private final Source source;
    private final List<Gap> ofNode = new ArrayList<>();
    private final long maxAgeMs;
    private final ShedEventCounter counter;
    private boolean dropping;
    private long catchUpMaxMs;
    private int timesBack;
    private ByteShedding shedding;
    private Tailer tailer;
    private NodeWatch node;
    private ClockSkew skew;
    private long nodeAheadMs;
    private PartitionedBlocks blocks = new PartitionedBlocks(new long[] {1}, Totals.NONE);

    TailedFolder(Path folder, Source source, long maxAgeMs) {
        super(folder);
        this.folder = folder;
        this.source = source;
        this.maxAgeMs = maxAgeMs;
        this.counter = new ShedEventCounter(folder, splitter(), () -> Long.MAX_VALUE);
    }

    private LineSplitter splitter() {
        return new LineSplitter(source, 512 * 1024);
    }

    /** From now on, processes drop repeated events. */
    TailedFolder dropping() {
        dropping = true;
        return this;
    }

    /** From now on, processes keep reading if they can catch up in that time, milliseconds. */
    TailedFolder catchingUp(long maxMs) {
        catchUpMaxMs = maxMs;
        return this;
    }

    /** Number of times that block numbers went back. */
    int timesBack() {
        return timesBack;
    }

    /** Starts a process at that start position. */
    TailedFolder start(String from) throws IOException {
        return start(from, IngestorState.first("me", 1));
    }

    /** Starts a process that discards the positions of that state. */
    TailedFolder reset(String from, IngestorState state) throws IOException {
        launch(from);
        blocks = new PartitionedBlocks(state.nextSeq(), state.totals());
        tailer.reset(state);
        tailer.reportLosses(blocks);
        return this;
    }

    /** Starts a process that resumes from that state. */
    TailedFolder start(String from, IngestorState state) throws IOException {
        launch(from);
        return goBackTo(state);
    }

    private void launch(String from) throws IOException {
        if (tailer != null) {
            tailer.close();
        }
        shedding = new ByteShedding(ByteAgeLimit.latest(maxAgeMs, catchUpMaxMs), counter);
        RewindDetector watch = new RewindDetector(source == Source.BY_BLOCK, dropping, () -> timesBack++);
        SteadyClock steady = new SteadyClock(clock, clock::nanoTime);
        skew = new ClockSkew(steady, "the node's");
        HourlySource hourly = new HourlySource(folder, StartPosition.parse(from), SetAside::is);
        tailer = new Tailer(hourly, splitter(), shedding, watch, steady, skew);
        NodeLimits limits = new NodeLimits(10_000, 60_000);
        node = new NodeWatch(tailer.output(), new NodeFolder(folder.getParent(), source), limits, steady);
    }

    /** Starts a process at that start position, with the state of another folder. */
    TailedFolder takeOver(String from, IngestorState former) throws IOException {
        launch(from);
        blocks = new PartitionedBlocks(former.nextSeq(), former.totals());
        tailer.takeOver(former);
        tailer.reportLosses(blocks);
        return this;
    }

    /** The files that show that the state is of another folder. */
    List<Path> foreignFiles(IngestorState state) {
        return tailer.foreignFiles(state);
    }

    /** The same process after a failed transaction. */
    TailedFolder goBackTo(IngestorState state) throws IOException {
        blocks = new PartitionedBlocks(state.nextSeq(), state.totals());
        tailer.restore(state);
        tailer.reportLosses(blocks);
        return this;
    }

    /** From now on the clock of the node's host is ahead by that, milliseconds. */
    TailedFolder nodeAhead(long ms) {
        nodeAheadMs = ms;
        return this;
    }

    /** Changes the clock of this host: from now on it is ahead by that, milliseconds. */
    TailedFolder set(long aheadMs) {
        clock.set(aheadMs);
        return this;
    }

    /** Looks at the skew, as happens once a second, and returns the reasons. */
    List<String> skew() {
        return Reason.texts(skew.look());
    }

    TailedFolder pass(long ms) {
        clock.pass(ms);
        return this;
    }

    /** The time of this host's clock, epoch milliseconds. */
    long millis() {
        return clock.millis();
    }

    /** The state that would be committed now. */
    IngestorState state() throws IOException {
        IngestorState state = tailer.state("me", blocks);
        return IngestorState.parse(state.toJson(), state.settledToJson());
    }

    /** Reads all available lines and commits them; returns lines as file and text, gaps as reason and positions. */
    List<String> read() throws IOException {
        List<String> read = readUncommitted();
        commit();
        return read;
    }

    List<String> readUncommitted() throws IOException {
        readAll();
        return drain();
    }

    private void readAll() throws IOException {
        // Longer than the interval of scans, and shorter than a silence.
        for (int look = 0; look < 3; look++) {
            pass(100);
            readOpen();
        }
    }

    private void readOpen() throws IOException {
        while (tailer.read(1 << 20, blocks) > 0) {
            tailer.measure();
        }
    }

    /** Reads without another scan of the folder. */
    List<String> readNow() throws IOException {
        readOpen();
        return drain();
    }

    /** The files that are followed. */
    FileWatchers files() {
        return tailer.files();
    }

    /** Why files cannot be read, or are held back. */
    List<String> reasons() {
        return Reason.texts(tailer.reasons());
    }

    /** One look. */
    long readOnce(long budget) throws IOException {
        return tailer.read(budget, blocks);
    }

    /** Samples the lengths of the files, without reading them. */
    void look() throws IOException {
        tailer.look();
    }

    /** Age of the oldest byte that is not committed and was not requested by a start position, -1 if there is none. */
    long liveAgeMs() {
        tailer.measure();
        return tailer.liveAgeMs();
    }

    /** The node as the ingestor sees it. */
    NodeStats node() {
        tailer.measure();
        return node.stats();
    }

    /** Looks at the node, as happens once a second, and returns what is wrong with it. */
    List<String> nodeReasons() {
        tailer.measure();
        return Reason.texts(node.look());
    }

    /** Commits what has been read. */
    void commit() throws IOException {
        tailer.committed(state().files());
    }

    /** How the tailer deals with its lag. */
    CatchUpStats catchUp() {
        return tailer.catchUp();
    }

    /** The limit of age, to which the test reports the speed of reading. */
    ByteAgeLimit limit() {
        return shedding.limit();
    }

    /** Counts, and adds the finished counts. */
    void settle() throws IOException {
        counter.doWork();
        shedding.settle(blocks);
    }

    /** Bytes that starts have read again. */
    long learnedBytes() {
        return tailer.learnedBytes();
    }

    Totals totals() {
        return blocks.totals();
    }

    /** The losses since the last call. */
    List<Gap> gaps() {
        List<Gap> gaps = blocks.drainGaps();
        gaps.stream().filter(gap -> gap.where() == Gap.Where.NODE).forEach(ofNode::add);
        return NodeMarkers.losses(gaps);
    }

    /** The gaps of the node since the last call. */
    List<Gap> nodeGaps() {
        gaps();
        List<Gap> gaps = List.copyOf(ofNode);
        ofNode.clear();
        return gaps;
    }

    /** The events that were read since the last call, each with its place in its block. */
    List<String> drainPlaced() {
        return PlacedEvents.of(NodeMarkers.without(blocks.drain()));
    }

    /** Like {@link #read()}, but returns each event with its place in its block. */
    List<String> readPlaced() throws IOException {
        List<String> placed = readPlacedUncommitted();
        commit();
        return placed;
    }

    /** The same without the commit. */
    List<String> readPlacedUncommitted() throws IOException {
        readAll();
        return drainPlaced();
    }

    /** The lines that were read since the last call. */
    List<String> drain() {
        return RawText.of(NodeMarkers.without(blocks.drain()));
    }

    /** The same, with the markers about the node. */
    List<String> readWithNode() throws IOException {
        readAll();
        List<String> read = RawText.of(blocks.drain());
        commit();
        return read;
    }

    /** The time that many milliseconds ago, as the node writes it. */
    String timeAgo(long ms) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(clock.steadyMs() - ms + nodeAheadMs), ZoneOffset.UTC)
                .toString();
    }

    /** A line with one event of that number that the node wrote that long ago. */
    String line(long ageMs, int n) {
        return "{\"local_time\":\"" + timeAgo(ageMs) + "\",\"block_number\":1,\"events\":[{\"n\":" + n + "}]}\n";
    }

    /** Begins at the end of the hour file, and reads and commits one new line; returns the state that was committed. */
    IngestorState startAndReadOneLine(String hour) throws IOException {
        start("end");
        append(hour, line(0, 0));
        Assertions.assertThat(read()).as("the first line of " + hour).hasSize(1);
        return state();
    }

    @Override
    public void close() throws IOException {
        counter.onClose();
        if (tailer != null) {
            tailer.close();
        }
    }
}
