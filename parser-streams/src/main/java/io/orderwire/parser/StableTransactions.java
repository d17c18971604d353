package io.orderwire.parser;

import io.orderwire.parser.shed.BlockShedding;
import io.orderwire.parser.shed.SkippingConsumer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka Streams' clients, with transactional ids that outlive the process. Without a store on disk Streams draws a new
 * process id at each start and names its transactions after it; so the transaction that a killed parser left open keeps
 * committed readers, and the parser's own next start, waiting until Kafka times it out. Named after the instance, the
 * first producer of the next start settles it at once. Two processes that run under one instance's name fence each other
 * so, as they already do as members of the group.
 */
final class StableTransactions implements KafkaClientSupplier {
    private final String prefix;
    private final BlockShedding shedding;

    /**
     * @param instance name of this process among those that share the application id
     * @param shedding knows which blocks the consumers skip, and sees which ones they fetch
     */
    StableTransactions(String application, String instance, BlockShedding shedding) {
        this.prefix = application + "-" + instance;
        this.shedding = shedding;
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        Map<String, Object> own = new HashMap<>(config);
        own.computeIfPresent(ProducerConfig.TRANSACTIONAL_ID_CONFIG, (key, id) -> stable(id.toString()));
        return new KafkaProducer<>(own, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Streams' own ids are application, process id and number of the thread. */
    String stable(String id) {
        return prefix + id.substring(id.lastIndexOf('-'));
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new SkippingConsumer(config, shedding);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getRestoreConsumer(config);
    }
}
