package io.orderwire.ingestor.publish;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.ingestor.checkpoint.Recovery;
import io.orderwire.ingestor.partition.RawRecord;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.KafkaRefusal;
import io.orderwire.runtime.kafka.KafkaRefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Commits cycles to Kafka, each in one transaction. Unusable after any failure: the last committed state must then be read from
 * Kafka, and all later bytes must be read from the files again. Used by one thread at a time.
 */
public final class Publisher implements AutoCloseable {
    private static final String TRANSACTIONAL_ID = "orderwire-ingestor";
    private static final int RETRY_BACKOFF_MS = 5;

    /**
     * Longer than it takes to hand a cycle to the producer. The commit sends what is left at once, so nothing waits for it, and
     * the records of all partitions leave in few requests.
     */
    private static final int LINGER_MS = 100;

    /** All batches of a full cycle, compressed. The topics limit a batch to a quarter of it. */
    private static final int REQUEST_BYTES = 8 << 20;

    private static final byte[] ONE = {'1'};
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Producer<byte[], byte[]> producer;
    private final Topics topics;
    private final KafkaRefusal refusal;
    private final KafkaRefusal.Use use;
    private final byte[] stateKey;
    private final byte[] settledKey;

    /**
     * Fences any other ingestor with the same Kafka and topics prefix, and ends a transaction that it left open.
     *
     * @param transactionTimeoutMs time after which Kafka aborts an open transaction, milliseconds
     * @throws KafkaException when Kafka does not answer
     */
    public Publisher(KafkaClients clients, Source source, int transactionTimeoutMs) {
        this.topics = clients.topics();
        this.refusal = clients.refusal();
        this.use = new KafkaRefusal.Use(AclOperation.WRITE, "", topics.named(TRANSACTIONAL_ID));
        this.stateKey = source.option().getBytes(StandardCharsets.UTF_8);
        this.settledKey = Recovery.settledKey(source).getBytes(StandardCharsets.UTF_8);
        this.producer = clients.producer(config(transactionTimeoutMs));
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw explained(e);
        }
    }

    private static Map<String, Object> config(int transactionTimeoutMs) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, TRANSACTIONAL_ID);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, transactionTimeoutMs);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        // For some milliseconds, Kafka rejects a transaction that begins before the markers of the previous one are
        // written.
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF_MS);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 512 * 1024);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L << 20);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, transactionTimeoutMs / 2);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, transactionTimeoutMs);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, transactionTimeoutMs);
        return config;
    }

    /**
     * Commits a cycle, whole or not at all.
     *
     * @throws FencedException when another producer has taken over, or Kafka aborted a transaction of this one
     * @throws KafkaException when it is not certain that the cycle was committed
     */
    public void commit(Cycle cycle) {
        try {
            byte[] numbering = Headers.value(cycle.state().origin().numbering());
            byte[] partitions = Headers.value(cycle.state().nextSeq().length);
            producer.beginTransaction();
            for (RawRecord row : cycle.records()) {
                ProducerRecord<byte[], byte[]> toSend = toKafka(row, partitions, cycle.readMs());
                toSend.headers().add(Headers.NUMBERING, numbering);
                producer.send(toSend);
            }
            for (Gap gap : cycle.gaps()) {
                producer.send(
                        new ProducerRecord<>(topics.gaps(), 0, cycle.readMs(), null, Headers.value(gap.toJson())));
            }
            producer.send(new ProducerRecord<>(
                    topics.ingestor(),
                    0,
                    cycle.readMs(),
                    stateKey,
                    cycle.state().toJson()));
            if (cycle.withSettled()) {
                producer.send(new ProducerRecord<>(
                        topics.ingestor(),
                        0,
                        cycle.readMs(),
                        settledKey,
                        cycle.state().settledToJson()));
            }
            producer.commitTransaction();
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw new FencedException(e);
        } catch (KafkaException e) {
            if (e.getCause() instanceof ProducerFencedException
                    || e.getCause() instanceof InvalidProducerEpochException) {
                throw new FencedException(e);
            }
            throw explained(e);
        }
    }

    /** The reader of the checkpoint may lack rights on the same topics: only here it is known that this was a write. */
    private KafkaException explained(KafkaException e) {
        return refusal.of(e, use)
                .<KafkaException>map(text -> new KafkaRefusedException(text, e))
                .orElse(e);
    }

    private ProducerRecord<byte[], byte[]> toKafka(RawRecord row, byte[] partitions, long readMs) {
        if (row.gap() != null) {
            byte[] none = null;
            ProducerRecord<byte[], byte[]> marker =
                    new ProducerRecord<>(topics.raw(), row.partition(), (Long) readMs, none, none);
            marker.headers().add(Headers.GAP, row.gap());
            marker.headers().add(Headers.SEQ, Headers.value(row.firstSeq()));
            return marker;
        }
        ProducerRecord<byte[], byte[]> toSend =
                new ProducerRecord<>(topics.raw(), row.partition(), readMs, null, row.value());
        toSend.headers().add(Headers.FILE, row.file());
        toSend.headers().add(Headers.SEQ, Headers.value(row.firstSeq()));
        toSend.headers().add(Headers.PARTITIONS, partitions);
        toSend.headers().add(Headers.EVENTS, Headers.value(row.events()));
        toSend.headers().add(Headers.OFFSETS, row.offsets());
        if (row.indexes() != null) {
            toSend.headers().add(Headers.INDEXES, row.indexes());
        }
        if (row.oversizedLength() > 0) {
            toSend.headers().add(Headers.OVERSIZED, Headers.value(row.oversizedLength()));
        }
        if (row.replay()) {
            toSend.headers().add(Headers.REPLAY, ONE);
        }
        return toSend;
    }

    /** Closes the producer in an orderly way; no transaction may be open. */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    /** Closes the producer immediately, even during a transaction. */
    public void abandon() {
        producer.close(Duration.ZERO);
    }
}
