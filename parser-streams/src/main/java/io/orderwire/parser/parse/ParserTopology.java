package io.orderwire.parser.parse;

import io.orderwire.parser.shed.BlockShedding;
import io.orderwire.parser.stats.ParserMetrics;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.parser.totals.Progress;
import io.orderwire.runtime.clock.RecordAges;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.process.StallWatchdog;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** The topology: the raw topic, one processor per partition, and the topics of orders, dead letters and gaps. */
public final class ParserTopology {
    /** Name of the store of the partitions' totals. */
    public static final String TOTALS = "totals";

    /** Configuration of the changelog topic of that store. */
    public static final Map<String, String> CHANGELOG = Map.of(
            TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(4 << 20),
            TopicConfig.SEGMENT_MS_CONFIG, "600000",
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");

    /** Name of the source of the raw topic. */
    public static final String RAW = "raw";

    static final String ORDERS = "orders";
    static final String DEAD_LETTERS = "dead-letters";
    static final String GAPS = "gaps";
    private static final String PARSE = "parse";

    private ParserTopology() {}

    /**
     * The topology for topics with {@code partitions} partitions.
     *
     * @param outputs topics to write to; they belong to the installation whose raw topic is read
     * @param progress receives the progress of the processors
     * @param shedding decides which blocks they shed
     * @param ages computes the ages of blocks
     * @param watchdog watches each partition while this process parses it
     */
    public static Topology build(
            int partitions,
            OutputTopics outputs,
            Progress progress,
            ParserMetrics metrics,
            BlockShedding shedding,
            RecordAges ages,
            StallWatchdog watchdog) {
        Topology topology = new Topology();
        topology.addSource(
                RAW,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                outputs.topics().raw());
        topology.addProcessor(
                PARSE, () -> new BlockProcessor(partitions, progress, metrics, shedding, ages, watchdog), RAW);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(TOTALS), Serdes.Integer(), PartitionTotals.serde())
                        .withLoggingEnabled(CHANGELOG),
                PARSE);
        sink(topology, ORDERS, outputs.orders(), partitions);
        sink(topology, DEAD_LETTERS, outputs.deadLetters(), 1);
        sink(topology, GAPS, outputs.gaps(), 1);
        return topology;
    }

    private static void sink(Topology topology, String name, String topic, int partitions) {
        topology.addSink(
                name, topic, new ByteArraySerializer(), Outgoing.serializer(), Outgoing.partitioner(partitions), PARSE);
    }
}
