package io.orderwire.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.topic.Headers;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.TopicSetup;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.Health;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.broker.TestBroker;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A raw record that a later ingestor wrote. */
@Timeout(120)
class LaterRawRecordIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 2;
    private static final List<Option<?>> OPTIONS = Stream.of(PipelineOptions.ALL, ParserOptions.ALL)
            .<Option<?>>flatMap(List::stream)
            .toList();

    private final List<ProcessExit> fatal = new CopyOnWriteArrayList<>();

    /** A parser of that version continues there. */
    @Test
    void shouldEndBeforeItAndCommitNothingAfterIt() throws Exception {
        try (TestBroker broker = TestBroker.shared()) {
            Settings settings = settings(broker);
            new TopicSetup(settings).ensure();
            try (RawTopic raw = new RawTopic(broker, PARTITIONS);
                    ParserProcess parser = parser(settings)) {
                raw.write(3, System.currentTimeMillis());
                parser.start();
                await().atMost(PATIENCE).until(() -> orders(broker) == 3 * PARTITIONS);
                long offset = writeLater(broker);
                raw.write(3, System.currentTimeMillis());
                await().atMost(PATIENCE).until(() -> !fatal.isEmpty());
                assertThat(fatal.get(0).code()).isEqualTo(ExitCode.KAFKA);
                assertThat(fatal.get(0))
                        .hasMessage(
                                broker.topics().raw() + "-0 offset " + offset + " cannot be read: ow.version is 2: a"
                                        + " later version wrote the record, this one reads up to 1");
                assertThat(committed(broker)).isLessThanOrEqualTo(offset);
            }
        }
    }

    private static Settings settings(TestBroker broker) {
        return new Settings.Loader(OPTIONS)
                .flag("kafka.bootstrap.servers", broker.bootstrapServers())
                .flag("topics.prefix", broker.topics().prefix())
                .flag("partitions", String.valueOf(PARTITIONS))
                .flag("overload", "complete")
                .load();
    }

    private ParserProcess parser(Settings settings) {
        return new ParserProcess(
                new ProcessContext(
                        settings,
                        new SimpleMeterRegistry(),
                        new Health(),
                        new StallWatchdog(60_000, System::nanoTime, fatal::add),
                        Clock.systemUTC(),
                        fatal::add),
                "parser");
    }

    private static int orders(TestBroker broker) {
        return KafkaReads.committed(broker.bootstrapServers(), broker.topics().orders(), PATIENCE)
                .size();
    }

    /** Returns its offset. */
    private static long writeLater(TestBroker broker) throws Exception {
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> later =
                    new ProducerRecord<>(broker.topics().raw(), 0, null, Headers.value("a later form"));
            later.headers().add(Headers.VERSION, Headers.value(2));
            return producer.send(later).get().offset();
        }
    }

    private static long committed(TestBroker broker) throws Exception {
        String group = broker.topics().named("orderwire-parser");
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return offsets.get(new TopicPartition(broker.topics().raw(), 0)).offset();
        }
    }
}
