package io.orderwire.gateway.sequence;

import io.orderwire.contract.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;

/** The sequencer. */
final class SubjectNow extends Subject {
    static final Uuid TOPIC = new Uuid(1, 0);

    final Positions positions;
    private final Sequencer sequencer;

    SubjectNow() {
        this(Positions.Memory.LIVE);
    }

    SubjectNow(Positions.Memory memory) {
        positions = new Positions(Topics.DEFAULT.orders(), TOPIC, History.PARTITIONS, memory);
        sequencer = new Sequencer(positions, this, metrics);
    }

    Sequencer sequencer() {
        return sequencer;
    }

    @Override
    protected void wasThere(ConsumerRecord<byte[], byte[]> row) {
        sequencer.wasThere(row);
    }

    @Override
    protected void accept(ConsumerRecord<byte[], byte[]> row) {
        sequencer.accept(row);
    }

    @Override
    protected void misses(ConsumerRecord<byte[], byte[]> row, boolean gone) {
        if (!gone) {
            sequencer.beginBefore(row);
        }
        PendingGap.Cause cause = gone ? PendingGap.Cause.RETENTION : PendingGap.Cause.AGE;
        positions.misses(row.partition(), new PendingGap(cause, row.timestamp()));
    }

    @Override
    protected void unread(int partition, String json) {
        sequencer.acceptUnread(partition, json);
    }

    @Override
    protected void moveTo(int partition, long offset) {
        positions.moveTo(partition, offset);
    }

    @Override
    protected void startOver(Uuid topic) {
        positions.startOver(topic);
    }

    @Override
    protected CursorSource cursors() {
        return positions;
    }
}
