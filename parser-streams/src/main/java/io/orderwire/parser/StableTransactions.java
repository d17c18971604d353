package io.orderwire.parser;

import io.orderwire.parser.commit.ThreadCommits;
import io.orderwire.parser.shed.BlockShedding;
import io.orderwire.parser.sink.UnpackingProducer;
import io.orderwire.runtime.config.Settings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Creates Kafka Streams' clients, with transactional ids that stay the same after a restart. Without a store on disk, Streams
 * generates a new process id at each start and uses it in its transactional ids. The open transaction of a killed parser would
 * then block readers of committed records, and the parser's next start, until Kafka times it out. If the id contains the
 * instance's name instead, the first producer of the next start aborts that transaction at once. Two processes with the same
 * instance name therefore fence each other, as they already do as members of the group.
 */
final class StableTransactions implements KafkaClientSupplier {
    private final String prefix;
    private final BlockShedding shedding;
    private final ThreadCommits commits;
    private final boolean many;

    /** The clients of a parser with these settings. */
    static StableTransactions of(Settings settings, String instance, BlockShedding shedding, ThreadCommits commits) {
        return new StableTransactions(
                ParserOptions.applicationId(settings), instance, shedding, commits, ParserOptions.many(settings));
    }

    /**
     * @param instance name of this process among the processes that share the application id
     * @param shedding knows which blocks the consumers skip, and sees which ones they fetch
     * @param commits decides when the threads commit
     * @param many whether a record has as many orders as fit, and not one
     */
    StableTransactions(
            String application, String instance, BlockShedding shedding, ThreadCommits commits, boolean many) {
        this.commits = commits;
        this.many = many;
        this.prefix = application + "-" + instance;
        this.shedding = shedding;
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        Map<String, Object> own = new HashMap<>(config);
        own.computeIfPresent(ProducerConfig.TRANSACTIONAL_ID_CONFIG, (key, id) -> stable(id.toString()));
        return new UnpackingProducer(own, many);
    }

    /** Streams' own ids consist of the application id, the process id and the thread's number. */
    String stable(String id) {
        return prefix + id.substring(id.lastIndexOf('-'));
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return commits.consumer(config, shedding);
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
