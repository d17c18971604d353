package io.orderwire.parser.commit;

import io.orderwire.parser.shed.BlockShedding;
import io.orderwire.parser.shed.SkippingConsumer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Kafka Streams' consumer of blocks, which ends a poll when a commit is due. By itself, a poll waits up to 100 ms for records,
 * and Streams does not commit meanwhile.
 */
final class PacedConsumer extends SkippingConsumer {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final ThreadCommits commits;

    PacedConsumer(Map<String, Object> config, BlockShedding shedding, ThreadCommits commits) {
        super(config, shedding);
        this.commits = commits;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        CommitPacing pacing = commits.own();
        // Rounded up: Kafka counts whole milliseconds, and a wait of 0 would be repeated until the commit is due.
        long waitMs = (pacing.nanosToWait(timeout.toNanos()) + MILLI - 1) / MILLI;
        ConsumerRecords<byte[], byte[]> records = super.poll(Duration.ofMillis(waitMs));
        if (records.isEmpty()) {
            pacing.polledNothing();
        }
        return records;
    }
}
