package io.orderwire.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.Health;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.testing.broker.TestBroker;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Totals of a partition that this version cannot read. */
@Timeout(120)
class UnreadableTotalsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CHANGELOG = "orderwire-parser-totals-changelog";
    private static final List<Option<?>> OPTIONS = Stream.of(PipelineOptions.ALL, ParserOptions.ALL)
            .<Option<?>>flatMap(List::stream)
            .toList();

    private final List<ProcessExit> fatal = new CopyOnWriteArrayList<>();

    @Test
    void shouldEndAtOnceAndNameTopicAndPartition() throws Exception {
        try (TestBroker broker = TestBroker.embedded()) {
            damageTotals(broker.bootstrapServers());
            ParserProcess parser = parser(broker.bootstrapServers());
            Thread start = new Thread(() -> start(parser), "start");
            start.start();
            await().atMost(PATIENCE).until(() -> !fatal.isEmpty());
            assertThat(fatal.get(0).code()).isEqualTo(ExitCode.KAFKA);
            assertThat(fatal.get(0))
                    .hasMessage("the totals of partition 1 cannot be read: " + CHANGELOG
                            + ": totals of 7 bytes, expected 32 or more than 56");
            parser.close();
            start.interrupt();
            start.join();
        }
    }

    /** The start waits for a parser that will never run; a real process would have ended before. */
    private void start(ParserProcess parser) {
        try {
            parser.start();
        } catch (ProcessExit exit) {
            fatal.add(exit);
        }
    }

    private static void damageTotals(String servers) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", servers));
                Producer<Integer, byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", servers), new IntegerSerializer(), new ByteArraySerializer())) {
            admin.createTopics(
                            List.of(new NewTopic(CHANGELOG, 2, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
            producer.send(new ProducerRecord<>(CHANGELOG, 1, 1, new byte[7])).get();
        }
    }

    private ParserProcess parser(String servers) {
        Settings settings = new Settings.Loader(OPTIONS)
                .flag("kafka.bootstrap.servers", servers)
                .flag("partitions", "2")
                .load();
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
}
