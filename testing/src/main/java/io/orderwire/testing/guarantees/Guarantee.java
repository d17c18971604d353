package io.orderwire.testing.guarantees;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Topics;
import io.orderwire.testing.files.FileEvent;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A guarantee of the pipeline. It takes the produced events, from an independent reading of the files, and the events that
 * one reader received, in the order in which the reader got them. The two may be passed in any order or mixed. It ignores
 * events that it does not check. Not thread-safe.
 */
public interface Guarantee {
    /** An event of the files, in file order. */
    default void produced(FileEvent event) {}

    /** An order, in the order of arrival. */
    default void received(ReceivedOrder order) {}

    /** A dead letter: an event that is not an order. */
    default void deadLetter(ReceivedDeadLetter letter) {}

    /** A reported loss. The same one may be passed several times. */
    default void gap(Gap gap) {}

    /** A number of orders that were reported to a client as dropped. */
    default void dropped(long orders) {}

    /**
     * Fails if the events so far violate the guarantee.
     *
     * @throws AssertionError saying which events break it, and how many there are
     */
    void check();

    /**
     * A record of the topics of orders, dead letters or gaps.
     *
     * @throws AssertionError when the record is none that these topics may hold
     */
    default void record(ConsumerRecord<byte[], byte[]> record) {
        record(record, Topics.DEFAULT.orders());
    }

    /**
     * The same, for an installation whose topics are named after {@code ordersTopic}.
     *
     * @throws AssertionError when the record is none that these topics may hold
     */
    default void record(ConsumerRecord<byte[], byte[]> record, String ordersTopic) {
        if (record.topic().equals(ordersTopic)) {
            Header marker = record.headers().lastHeader("ow.gap");
            if (marker == null) {
                received(ReceivedOrder.of(record));
            } else if (record.value() == null) {
                gap(Gap.parse(new String(marker.value(), StandardCharsets.UTF_8)));
            } else {
                throw new AssertionError("a gap marker with a value at offset " + record.offset());
            }
        } else if (record.topic().equals(ordersTopic + ".dead-letters")) {
            deadLetter(ReceivedDeadLetter.of(record));
        } else if (record.topic().equals(ordersTopic + ".gaps")) {
            gap(Gap.parse(new String(record.value(), StandardCharsets.UTF_8)));
        } else {
            throw new AssertionError("no orders, dead letters or gaps in topic " + record.topic());
        }
    }
}
