package io.orderwire.parser.sink;

import io.orderwire.contract.order.OrderPackWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Streams' producer, which writes records of orders in place of a record with an {@link OrderBlock}. Streams counts such a
 * record as one in its metrics. Only the thread that owns it in Streams sends.
 */
public final class UnpackingProducer extends KafkaProducer<byte[], byte[]> {
    /**
     * Most bytes of a record with several orders, about fifty. Larger ones save little more, and a gateway hands a record to a
     * client as a whole.
     */
    private static final int MOST_BYTES = 32 << 10;

    private final @Nullable OrderPackWriter packs;

    /**
     * A producer for Streams.
     *
     * @param many whether a record has as many orders as fit, and not one
     */
    public UnpackingProducer(Map<String, Object> config, boolean many) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        packs = many ? new OrderPackWriter(MOST_BYTES) : null;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        OrderBlock block = OrderBlock.of(record.headers());
        if (block == null) {
            return super.send(record, callback);
        }
        OrderPackWriter several = packs;
        return send(
                several == null ? block.records(record) : block.records(record, several),
                (order, acknowledgement) -> super.send(order, acknowledgement),
                callback);
    }

    /**
     * Sends the records of a block, up to the first one that fails at once: Streams repeats the block after a failure, or dies.
     *
     * @param done completed once: with the metadata of the record that was acknowledged last, or with the first failure
     * @return the result of the last send
     */
    static Future<RecordMetadata> send(
            List<ProducerRecord<byte[], byte[]>> records,
            BiFunction<ProducerRecord<byte[], byte[]>, Callback, Future<RecordMetadata>> producer,
            @Nullable Callback done) {
        BlockAcknowledgement acknowledgement = new BlockAcknowledgement(records.size(), done);
        Future<RecordMetadata> last =
                CompletableFuture.failedFuture(new IllegalStateException("a block without orders"));
        for (ProducerRecord<byte[], byte[]> record : records) {
            if (acknowledgement.failed()) {
                break;
            }
            last = producer.apply(record, acknowledgement);
        }
        return last;
    }
}
