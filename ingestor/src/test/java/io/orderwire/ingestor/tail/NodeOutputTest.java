package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.runtime.stats.NodeStats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The information about the node that the ingestor gets from the files that it tails. */
class NodeOutputTest {
    private static final String HOUR = "20270115/8";

    @TempDir
    private Path data;

    private TailedFolder node;
    private Source source;

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    private TailedFolder node(Source ofSource) {
        source = ofSource;
        node = new TailedFolder(data.resolve(source.directory()), source, 86_400_000);
        return node;
    }

    /** A line of that block with those events, which is written now; its block has the age {@code lagMs}. */
    private String line(long block, long lagMs, String... events) {
        String body = String.join(",", events);
        return "{\"local_time\":\"" + node.timeAgo(0) + "\",\"block_time\":\"" + node.timeAgo(lagMs)
                + "\",\"block_number\":" + block + ",\"events\":[" + body + "]}\n";
    }

    private void write(String text) throws IOException {
        node.append(HOUR, text);
        node.readOnce(64 << 20);
        node.commit();
    }

    @Test
    void shouldShowHowFarTheNodeIs() throws IOException {
        node(Source.STREAMING).append(HOUR, "x\n");
        node.start("end").read();
        assertThat(node.node())
                .isEqualTo(new NodeStats(
                        null,
                        null,
                        null,
                        null,
                        null,
                        "streaming",
                        data.resolve("node_order_statuses_streaming/hourly").toString()));

        node.pass(100);
        write(line(7, 400, "{}") + line(8, 300, "{}") + line(9, 200, "{}"));
        node.pass(250);
        NodeStats stats = node.node();
        assertThat(stats.lastBlock()).isEqualTo(9);
        assertThat(stats.lagMs()).isEqualTo(200);
        assertThat(stats.chainAgeMs()).isEqualTo(450);
        assertThat(stats.silentMs()).isZero();

        for (int i = 0; i < 30; i++) {
            node.pass(250);
            write(line(10 + i, 10_800_000, "{}"));
        }
        node.pass(3_000);
        node.readOnce(1);
        stats = node.node();
        assertThat(stats.lastBlock()).isEqualTo(39);
        assertThat(stats.lagMs()).isEqualTo(10_800_000);
        assertThat(stats.chainAgeMs()).isEqualTo(10_803_000);
        assertThat(stats.silentMs()).isEqualTo(3_000);
        assertThat(stats.blocksPerSecond()).isBetween(2.5, 3.0);
    }

    @Test
    void shouldSeeTheHeadOfALongBlockBeforeItsEnd() throws IOException {
        node(Source.BY_BLOCK).append(HOUR, "x\n");
        node.start("end").read();
        String event = "{\"x\":\"" + "y".repeat(20_000) + "\"}";
        String block = line(7, 900, event, event, event, event, event, event, event);
        write(block.substring(0, 90_000));
        assertThat(node.node().lagMs()).isNull();
        String[] events = new String[1_500];
        Arrays.fill(events, event);
        String longest = line(8, 700, events);
        node.pass(300);
        write(block.substring(90_000) + longest.substring(0, longest.length() - 50_000));
        assertThat(node.node().lastBlock()).isEqualTo(8);
        assertThat(node.node().lagMs()).isEqualTo(700);

        node.pass(300);
        write(longest.substring(longest.length() - 50_000) + line(9, 500) + line(10, 300));
        assertThat(node.node().lastBlock()).isEqualTo(10);
        assertThat(node.node().lagMs()).isEqualTo(300);

        // Whole lines that are longer than is searched for their beginning.
        node.pass(300);
        write(line(11, 200, event, event, event, event, event));
        assertThat(node.node().lastBlock()).isEqualTo(11);
    }

    @Test
    void shouldShowOnlySilenceInPlainFiles() throws IOException {
        node(Source.PLAIN).append(HOUR, "x\n");
        node.start("end").read();
        write("{\"time\":\"" + node.timeAgo(100) + "\",\"user\":\"0x0\"}\n");
        node.pass(400);
        node.readOnce(1);
        assertThat(node.node())
                .isEqualTo(new NodeStats(
                        null,
                        null,
                        400L,
                        null,
                        null,
                        "plain",
                        data.resolve("node_order_statuses/hourly").toString()));
    }

    @Test
    void shouldNotTakeOldFilesForOutput() throws IOException {
        node(Source.STREAMING).append(HOUR, line(7, 60_000, "{}"));
        node.start("beginning").read();
        node.pass(600_000);
        node.read();
        assertThat(node.node().lastBlock()).isEqualTo(7);
        assertThat(node.node().lagMs()).isEqualTo(60_000);
        assertThat(node.node().silentMs()).isNull();
        assertThat(node.node().blocksPerSecond()).isNull();

        node.append("20270115/9", line(8, 50, "{}"));
        node.read();
        assertThat(node.node().lastBlock()).isEqualTo(8);
        assertThat(node.node().silentMs()).isLessThan(300);
    }

    /** Late rows of the last hour, and a file that is named after the future, hide the newest line for a moment at most. */
    @Test
    void shouldFollowTheNewestFile() throws IOException {
        node(Source.STREAMING).append(HOUR, "x\n");
        node.start("end").read();
        node.append("20270115/9", line(9, 50, "{}"));
        node.read();
        write(line(8, 50, "{}"));
        node.pass(300);
        assertThat(node.node().lastBlock()).isEqualTo(9);

        node.append("20991231/23", line(1, 50, "{}"));
        node.read();
        assertThat(node.node().lastBlock()).isEqualTo(1);
        for (int i = 0; i < 45; i++) {
            node.append("20270115/9", line(10 + i, 50, "{}"));
            node.read();
        }
        assertThat(node.node().lastBlock()).isEqualTo(54);
    }

    @Test
    void shouldNotTakeAPauseOfItsOwnForSilence() throws IOException {
        node(Source.STREAMING).append(HOUR, "x\n");
        node.start("end").read();
        write(line(7, 50, "{}"));
        node.pass(120_000);
        assertThat(node.node().silentMs()).isZero();
        write(line(8, 50, "{}"));
        assertThat(node.node().silentMs()).isZero();
        node.pass(250);
        assertThat(node.node().lastBlock()).isEqualTo(8);
    }
}
