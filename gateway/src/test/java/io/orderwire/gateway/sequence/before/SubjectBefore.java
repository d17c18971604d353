package io.orderwire.gateway.sequence.before;

import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.sequence.CursorSource;
import io.orderwire.gateway.sequence.Subject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;

/** The sequencer. */
public final class SubjectBefore extends Subject {
    static final Uuid TOPIC = new Uuid(1, 0);

    final Positions positions;
    private final RecordFilter sequencer;

    /** Fresh. */
    public SubjectBefore() {
        this(Positions.Memory.LIVE);
    }

    SubjectBefore(Positions.Memory memory) {
        positions = new Positions(Topics.DEFAULT.orders(), TOPIC, 2, memory);
        sequencer = new RecordFilter(positions, this, metrics);
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
        Hole.Cause cause = gone ? Hole.Cause.RETENTION : Hole.Cause.AGE;
        positions.misses(row.partition(), new Hole(cause, row.timestamp()));
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
