package io.orderwire.parser.parse;

import io.orderwire.parser.shed.BlockShedding;
import io.orderwire.parser.stats.ParserMetrics;
import io.orderwire.parser.totals.BlockProgress;
import io.orderwire.parser.totals.Progress;
import io.orderwire.runtime.clock.RecordAges;
import io.orderwire.runtime.process.StallWatchdog;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Passes the records of one task of Kafka Streams to its {@link PartitionParser}, and keeps the task's stage in the
 * watchdog from the start of the task to its end.
 */
final class BlockProcessor implements Processor<byte[], byte[], byte[], Outgoing> {
    private final PartitionParser.Shared shared;
    private final StallWatchdog watchdog;
    private final BlockProgress watch = new BlockProgress();
    private @Nullable PartitionParser parser;
    private int partition;
    private String stage = "";

    BlockProcessor(
            int partitions,
            Progress progress,
            ParserMetrics metrics,
            BlockShedding shedding,
            RecordAges ages,
            StallWatchdog watchdog) {
        this.shared = new PartitionParser.Shared(partitions, progress, metrics, shedding, ages);
        this.watchdog = watchdog;
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> context) {
        partition = context.taskId().partition();
        stage = "parser-partition-" + partition;
        parser = new PartitionParser(context, shared, watch);
        watchdog.watch(stage, watch);
    }

    @Override
    public void process(Record<byte[], byte[]> raw) {
        PartitionParser initialised = parser;
        if (initialised == null) {
            throw new IllegalStateException("not initialised");
        }
        watch.begin();
        try {
            initialised.process(raw);
        } finally {
            watch.end();
        }
    }

    @Override
    public void close() {
        if (parser != null) {
            parser.close();
        }
        watchdog.forget(stage, watch);
        shared.progress().forget(partition);
    }
}
