package io.orderwire.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.order.Order;
import io.orderwire.contract.topic.Headers;
import io.orderwire.parser.shed.StartShedding;
import io.orderwire.parser.shed.ThreadLags;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.TopicSetup;
import io.orderwire.runtime.process.Health;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.runtime.shed.CatchUp;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.broker.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A parser that starts with a lag of blocks that are far too old. New blocks have timestamps in the future, so that they never
 * become too old.
 */
@Timeout(120)
class ParserStartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 2;
    private static final int BLOCKS = 20;
    private static final int EVENTS = 5;
    private static final long OLD_MS = 600_000;
    private static final long FUTURE_MS = 600_000;
    private static final List<Option<?>> OPTIONS = Stream.of(PipelineOptions.ALL, ParserOptions.ALL)
            .<Option<?>>flatMap(List::stream)
            .toList();

    private final List<ProcessExit> fatal = new CopyOnWriteArrayList<>();
    private final long now = System.currentTimeMillis();
    private Clock clock = Clock.systemUTC();
    private TestBroker broker;
    private RawTopic raw;
    private ParserProcess parser;
    /** The old blocks of these tests could be parsed in a moment; with 0 they are shed by age alone. */
    private String catchUpMaxMs = "0";

    @BeforeEach
    void start() {
        broker = TestBroker.shared();
        new TopicSetup(settings("latest")).ensure();
        raw = new RawTopic(broker, PARTITIONS);
    }

    @AfterEach
    void stop() {
        if (parser != null) {
            parser.close();
        }
        raw.close();
        broker.close();
        assertThat(fatal).isEmpty();
    }

    private Settings settings(String overload) {
        return new Settings.Loader(OPTIONS)
                .flag("kafka.bootstrap.servers", broker.bootstrapServers())
                .flag("topics.prefix", broker.topics().prefix())
                .flag("partitions", String.valueOf(PARTITIONS))
                .flag("overload", overload)
                .flag("catch.up.max.ms", catchUpMaxMs)
                .load();
    }

    /** A commit returns before its markers are written, and until then committed readers do not see its blocks. */
    private void awaitCommitted() {
        await().atMost(PATIENCE)
                .until(() -> rawEnds(IsolationLevel.READ_COMMITTED).equals(rawEnds(IsolationLevel.READ_UNCOMMITTED)));
    }

    private void startParser(String overload) {
        awaitCommitted();
        parser = new ParserProcess(
                new ProcessContext(
                        settings(overload),
                        new SimpleMeterRegistry(),
                        new Health(),
                        new StallWatchdog(60_000, System::nanoTime, fatal::add),
                        clock,
                        fatal::add),
                "parser");
        parser.start();
    }

    private Map<Integer, Long> rawEnds(IsolationLevel isolation) throws Exception {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            asked.put(new TopicPartition(broker.topics().raw(), partition), OffsetSpec.latest());
        }
        Map<Integer, Long> ends = new HashMap<>();
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.listOffsets(asked, new ListOffsetsOptions(isolation))
                    .all()
                    .get()
                    .forEach((partition, found) -> ends.put(partition.partition(), found.offset()));
        }
        return ends;
    }

    private void writeOld(String... marks) {
        for (int block = 0; block < BLOCKS; block++) {
            raw.write(EVENTS, now - OLD_MS + block, marks);
        }
    }

    @Test
    void shouldResumeAtFreshBlocksAndReportTheShedOnes() {
        writeOld();
        raw.write(EVENTS, now + FUTURE_MS);
        startParser("latest");

        assertJumpIsTold();
    }

    @Test
    void shouldParseAllIfThatTakesAMoment() {
        catchUpMaxMs = "2000";
        writeOld();
        raw.write(EVENTS, now + FUTURE_MS);
        startParser("latest");

        assertThat(awaitRows(PARTITIONS * EVENTS * (BLOCKS + 1)))
                .allSatisfy(row -> assertThat(row.value()).isNotNull());
    }

    /** All blocks could be parsed in a moment, but the previous parser took a second for each event. */
    @Test
    void shouldShedIfThePreviousRunCouldNotHaveCaughtUp() throws Exception {
        catchUpMaxMs = "2000";
        Snapshot former =
                new Snapshot(StatsNames.PARSER, "parser", now, true, List.of(), Map.of(StatsNames.THROUGHPUT, 1L));
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            broker.topics().pipeline(), former.key().getBytes(StandardCharsets.UTF_8), former.toJson()))
                    .get();
        }
        writeOld();
        raw.write(EVENTS, now + FUTURE_MS);
        startParser("latest");

        assertJumpIsTold();
    }

    @Test
    void shouldReportBlocksThatAParserShedWhichDiedBeforeItReportedThem() throws Exception {
        writeOld();
        raw.write(EVENTS, now + FUTURE_MS);
        Settings settings = settings("latest");
        awaitCommitted();
        StartShedding died = new StartShedding(
                new KafkaClients(settings),
                settings.get(ParserOptions.APPLICATION_ID),
                500,
                new CatchUp(ThreadLags.limits(500, 0, true, 1), 0),
                10_000);
        assertThat(died.shed(PARTITIONS)).hasSize(PARTITIONS);
        startParser("latest");

        assertJumpIsTold();
    }

    private void assertJumpIsTold() {
        List<ConsumerRecord<byte[], byte[]>> rows = awaitRows(PARTITIONS * (EVENTS + 1));
        int old = BLOCKS * EVENTS;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int own = partition;
            List<ConsumerRecord<byte[], byte[]>> written =
                    rows.stream().filter(row -> row.partition() == own).toList();
            Gap gap = Gap.of(written.get(0).headers());
            assertThat(gap)
                    .isEqualTo(Gap.builder("parser-" + partition + "-1", Gap.Where.PARSER, Gap.Reason.AGE)
                            .partition(partition)
                            .seqs(1L, (long) old)
                            .positions("20260505/17@0", "20260505/17@" + old * 1_000)
                            .events((long) old)
                            .times(now - OLD_MS, now + FUTURE_MS)
                            .build());
            assertThat(Order.parse(written.get(1).value()).seq()).isEqualTo(old + 1);
        }
        assertThat(gaps()).hasSize(PARTITIONS).allMatch(gap -> gap.where() == Gap.Where.PARSER);
    }

    /** The blocks are old by this host's clock, but there are no newer blocks. */
    @Test
    void shouldParseTheNewestThoughTheyAreOld() {
        writeOld();
        startParser("latest");
        assertThat(awaitRows(PARTITIONS * EVENTS * BLOCKS)).allMatch(row -> row.value() != null);
        assertThat(gaps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {600_000, -600_000})
    void shouldShedByTheIngestorsClockWhateverTheOwnClockSays(long skewMs) {
        clock = Clock.offset(clock, Duration.ofMillis(skewMs));
        writeOld();
        raw.write(EVENTS, now + FUTURE_MS);
        startParser("latest");

        assertJumpIsTold();
    }

    /** The ingestor's clock was set back: the newest blocks have the lowest timestamps. */
    @Test
    void shouldShedNothingWhereTimestampsGoBackwards() {
        raw.write(EVENTS, now + FUTURE_MS);
        writeOld();
        startParser("latest");
        assertThat(awaitRows(PARTITIONS * EVENTS * (BLOCKS + 1))).allMatch(row -> row.value() != null);
        assertThat(gaps()).isEmpty();
    }

    @Test
    void shouldReadWholeWhatAStartPositionAskedFor() {
        writeOld(Headers.REPLAY);
        raw.write(EVENTS, now + FUTURE_MS);
        startParser("latest");
        assertThat(awaitRows(PARTITIONS * EVENTS * (BLOCKS + 1))).allMatch(row -> row.value() != null);
        assertThat(gaps()).isEmpty();
    }

    @Test
    void shouldShedNothingIfItHasToBeComplete() {
        writeOld();
        startParser("complete");
        assertThat(awaitRows(PARTITIONS * EVENTS * BLOCKS)).allMatch(row -> row.value() != null);
        assertThat(gaps()).isEmpty();
    }

    @Test
    void shouldReportDeletedBlocksApartFromShedOnes() throws Exception {
        writeOld();
        raw.write(EVENTS, now + FUTURE_MS);
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            // The group's next record is the first; retention, here by command, has taken it and two more.
            TopicPartition partition = new TopicPartition(broker.topics().raw(), 0);
            admin.alterConsumerGroupOffsets(
                            broker.topics().named("orderwire-parser"), Map.of(partition, new OffsetAndMetadata(0)))
                    .all()
                    .get();
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(6)))
                    .all()
                    .get();
        }
        startParser("latest");
        awaitRows(PARTITIONS * EVENTS + 3);
        assertThat(gaps().stream().filter(gap -> gap.partition() == 0))
                .extracting(gap -> gap.where().word(), Gap::fromSeq, Gap::toSeq)
                .containsExactly(
                        tuple("retention", 1L, 3L * EVENTS), tuple("parser", 3L * EVENTS + 1, (long) BLOCKS * EVENTS));
    }

    private List<ConsumerRecord<byte[], byte[]>> awaitRows(int rows) {
        await().atMost(PATIENCE).until(() -> committed(broker.topics().orders()).size() >= rows);
        List<ConsumerRecord<byte[], byte[]>> found = committed(broker.topics().orders());
        assertThat(found.size()).isEqualTo(rows);
        return found;
    }

    private List<Gap> gaps() {
        return committed(broker.topics().gaps()).stream()
                .map(row -> Gap.parse(new String(row.value(), StandardCharsets.UTF_8)))
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
        return KafkaReads.committed(broker.bootstrapServers(), topic, PATIENCE);
    }
}
