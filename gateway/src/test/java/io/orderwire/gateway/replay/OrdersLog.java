package io.orderwire.gateway.replay;

import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.OrderMaker.Made;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A topic of orders in memory, and consumers of it. */
final class OrdersLog {
    private final int partitions;
    private final List<ConsumerRecord<byte[], byte[]>> rows = new ArrayList<>();
    private final long[] ends;
    private @Nullable Reading consumer;

    OrdersLog(int partitions) {
        this.partitions = partitions;
        this.ends = new long[partitions];
    }

    private final class Reading extends MockConsumer<byte[], byte[]> {
        Reading() {
            super("none");
            Map<TopicPartition, Long> beginnings = new HashMap<>();
            for (int partition = 0; partition < partitions; partition++) {
                beginnings.put(new TopicPartition(Topics.DEFAULT.orders(), partition), 0L);
            }
            updateBeginningOffsets(beginnings);
        }

        void updateEnds() {
            Map<TopicPartition, Long> now = new HashMap<>();
            for (int partition = 0; partition < partitions; partition++) {
                now.put(new TopicPartition(Topics.DEFAULT.orders(), partition), ends[partition]);
            }
            updateEndOffsets(now);
        }

        /**
         * Provides the records from the present position on, because the mock removes polled records, and a seek may go
         * back.
         */
        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            updateEnds();
            rows.stream().filter(this::isNext).forEach(this::addRecord);
            return super.poll(timeout);
        }

        private boolean isNext(ConsumerRecord<byte[], byte[]> row) {
            TopicPartition partition = new TopicPartition(row.topic(), row.partition());
            return !paused().contains(partition) && row.offset() >= position(partition);
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> asked, Duration timeout) {
            updateEnds();
            return super.endOffsets(asked, timeout);
        }
    }

    MockConsumer<byte[], byte[]> connect() {
        consumer = new Reading();
        return consumer;
    }

    /** The next poll fails. */
    void fail() {
        Reading current = consumer;
        if (current != null) {
            current.setPollException(new TimeoutException("no answer"));
        }
    }

    /** Appends an order; returns its offset. */
    long append(Made made) {
        long offset = ends[made.partition()]++;
        ConsumerRecord<byte[], byte[]> row =
                new ConsumerRecord<>(Topics.DEFAULT.orders(), made.partition(), offset, made.key(), made.value());
        rows.add(row);
        return offset;
    }
}
