package io.orderwire.testing.guarantees;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Topics;
import io.orderwire.testing.files.FileEvent;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A promise of the pipeline. It is told what was produced, from an independent reading of the files, and what was
 * received by one reader, in the order in which that reader got it; the two may be told in any order or mixed. It
 * ignores what does not concern it. Not thread-safe.
 */
public interface Guarantee {
    /** An event of the files, in file order. */
    default void produced(FileEvent event) {}

    /** An order, as it came. */
    default void received(ReceivedOrder order) {}

    /** What came in an order's stead because it is none. */
    default void deadLetter(ReceivedDeadLetter letter) {}

    /** A loss that was told. The same one may be told several times. */
    default void gap(Gap gap) {}

    /** A client was told that so many orders which it had asked for did not reach it. */
    default void dropped(long orders) {}

    /**
     * Fails when the promise is broken by what was told so far.
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
     * The same of a line whose topics are named after that topic of orders.
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
